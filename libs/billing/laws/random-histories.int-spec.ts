import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '#ledger';
import { bankCommands } from './bank-commands.test-kit';
import { careCommands } from './care-commands.test-kit';
import { modelOf } from './independent-model.test-kit';
import { brokenInLog } from './log-laws.test-kit';
import { RandomCompany } from './random-company.test-kit';
import { brokenBank, brokenOrders, brokenReports, endOfTime, modelOfReports } from './report-laws.test-kit';

/** More, longer or other histories: set these; a failure names the seed to begin with. */
const histories = Number(process.env['DAYBOOK_LAW_HISTORIES'] ?? 7);
const steps = Number(process.env['DAYBOOK_LAW_STEPS'] ?? 120);
const firstSeed = Number(process.env['DAYBOOK_LAW_SEED'] ?? 1);
const seeds = Array.from({ length: histories }, (_, index) => firstSeed + index);
const minute = 60_000;

let folder: string;
let company: RandomCompany;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'laws-'));
});
afterEach(async () => {
  await company.close();
  rmSync(folder, { recursive: true });
});

/** On the day itself, on the last day that anything is dated, and on a day in between, on both bases in turn. */
async function brokenNow(step: number): Promise<string[]> {
  const { reports } = company.ledger;
  const bases = step % 2 === 0 ? (['effective', 'posting'] as const) : (['posting', 'effective'] as const);
  return [
    ...brokenInLog(company.log.facts),
    ...(await brokenReports(reports, company.today, bases[0])),
    ...(await brokenReports(reports, endOfTime, bases[1])),
    ...(await brokenReports(reports, addDays(company.today, (step * 7) % 60 - 40), bases[0])),
    ...(await brokenBank(reports, company.log.facts, addDays(company.today, (step * 11) % 90 - 60))),
  ];
}

/** What the reports say of the end of time as it was known at a place in the log; by default now. */
async function told(knownAt?: number): Promise<{ readonly knownAt: number; readonly bodies: readonly unknown[] }> {
  const { reports } = company.ledger;
  const question = { asOf: endOfTime, from: '2020-01-01', ...(knownAt === undefined ? {} : { knownAt: { sequence: knownAt } }) };
  const [trial, receivables, ties] = await Promise.all([reports.trialBalance(question), reports.receivables(question), reports.tieOut(question)]);
  return { knownAt: trial.body.knownAt, bodies: [trial.body, receivables.body, ties.body] };
}

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((total, count) => total + count, 0);

describe('a random history of all commands', () => {
  const happened = new Map<string, number>();
  const add = (what: string, times: number): void => void happened.set(what, (happened.get(what) ?? 0) + times);

  it.each(seeds)('keeps every law after every command, seed %i', async (seed) => {
    company = await RandomCompany.open(folder, seed);
    let before = await told((await told()).knownAt);
    for (let step = 1; step <= steps; step += 1) {
      const name = await company.step();
      expect({ seed, step, name, broken: await brokenNow(step) }).toEqual({ seed, step, name, broken: [] });
      if (step === Math.ceil(steps / 2)) before = await told((await told()).knownAt);
    }
    expect(await modelOfReports(company.ledger.reports)).toEqual(modelOf(company.log.facts));
    expect(await brokenOrders(company.ledger.reports, company.log.facts)).toEqual([]);
    // What was known half-way is still told as it was, whatever came later.
    expect(await told(before.knownAt)).toEqual(before);
    const live = await company.ledger.readModels.digest();
    const rebuilt = await company.ledger.readModels.rebuild();
    expect(rebuilt.length).toBe(Object.keys(live).length);
    expect(await company.ledger.readModels.digest()).toEqual(live);
    // A generator whose commands are mostly refused shows nothing.
    expect(sum(company.accepted)).toBeGreaterThan(2 * sum(company.refused));
    for (const [name, times] of company.accepted) add(name, times);
    for (const { outcome } of company.log.of('StatementLineMatched')) add(`line ${outcome}`, 1);
    for (const { kind = 'charge', amount } of company.log.of('BankFeeCharged')) add(`${kind} ${amount.startsWith('-') ? 'paid' : 'taken'}`, 1);
    add('refund by a gateway', company.log.of('RefundPaid').filter(({ heldBy }) => heldBy === 'gateway').length);
    add('sale over its limit', company.blocked);
  }, 5 * minute + steps * 1000);

  // Fewer or shorter histories than usual are run to look at one of them.
  const whole = histories * steps >= 840;
  (whole ? it : it.skip)('carried out every command of getting paid at least once', () => {
    const expected = [
      ...Object.keys({ ...careCommands, ...bankCommands }), 'line payment', 'line payment-reversal', 'line refund', 'line bank-fee', 'interest paid', 'interest taken',
      'charge taken', 'charge paid', 'refund by a gateway', 'sale over its limit',
    ];
    expect(expected.filter((what) => (happened.get(what) ?? 0) === 0)).toEqual([]);
  });
});
