import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOfTime, RandomCompany } from '../../../libs/billing/laws';
import { hledgerBalances, hledgerVersion } from './hledger';
import { hledgerAccount, hledgerJournal } from './hledger-journal';

const histories = Number(process.env['DAYBOOK_LAW_HISTORIES'] ?? 3);
const seeds = Array.from({ length: histories }, (_, index) => Number(process.env['DAYBOOK_LAW_SEED'] ?? 1) + index);
const steps = Number(process.env['DAYBOOK_LAW_STEPS'] ?? 100);

let folder: string;
let company: RandomCompany;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journals-'));
});
afterEach(async () => {
  await company.close();
  rmSync(folder, { recursive: true });
});

/** Base balances by account, over all currencies, without accounts that stand at zero. */
async function ourBalances(): Promise<Record<string, string>> {
  const { body } = await company.ledger.reports.trialBalance({ asOf: endOfTime, from: '2020-01-01' });
  const sums = new Map<string, { minor: bigint; digits: number; currency: string }>();
  for (const { entityId, baseCurrency, rows } of body.sections) {
    for (const { accountCode, accountName, base } of rows) {
      const key = hledgerAccount(entityId, accountCode, accountName);
      const minor = (sums.get(key)?.minor ?? 0n) + BigInt(base.closing.replace('.', ''));
      sums.set(key, { minor, digits: (base.closing.split('.')[1] ?? '').length, currency: baseCurrency });
    }
  }
  return Object.fromEntries([...sums].filter(([, { minor }]) => minor !== 0n).map(([key, { minor, digits, currency }]) => [key, `${scaled(minor, digits)} ${currency}`]));
}

function scaled(minor: bigint, digits: number): string {
  const text = `${minor < 0n ? -minor : minor}`.padStart(digits + 1, '0');
  const whole = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return minor < 0n ? `-${whole}` : whole;
}

async function theirBalances(journal: AsyncIterable<string> | Iterable<string>): Promise<Record<string, string>> {
  const balances = await hledgerBalances(journal);
  return Object.fromEntries([...balances].filter(([, balance]) => balance !== '0'));
}

async function exported(): Promise<string[]> {
  const parts: string[] = [];
  for await (const part of hledgerJournal(company.ledger)) parts.push(part);
  return parts;
}

describe('the whole journal of a random history of all commands', () => {
  it.each(seeds)('balances in the real hledger, account by account equal to our trial balance, seed %i', async (seed) => {
    company = await RandomCompany.open(folder, seed);
    for (let step = 0; step < steps; step += 1) await company.step();
    if ((await hledgerVersion()) === null) {
      console.warn('skipped: hledger is not on the PATH (Debian: apt-get install hledger)');
      return;
    }
    const journal = await exported();
    const ours = await ourBalances();
    expect(Object.keys(ours).length).toBeGreaterThan(10);
    expect(await theirBalances(journal)).toEqual(ours);
  }, 60_000 + steps * 1000);

  it('is refused by hledger with a posting less, and differs with a transaction less', async () => {
    company = await RandomCompany.open(folder, 1);
    for (let step = 0; step < 30; step += 1) await company.step();
    if ((await hledgerVersion()) === null) {
      console.warn('skipped: hledger is not on the PATH (Debian: apt-get install hledger)');
      return;
    }
    const journal = await exported();
    const last = journal.findLastIndex((part) => part.startsWith('\n') && !/ {2}0(\.0+)? [A-Z]{3}\b/.test(part));
    const postings = journal[last]!.trimEnd().split('\n');
    await expect(theirBalances(journal.with(last, `${postings.slice(0, -1).join('\n')}\n`))).rejects.toThrow(/balance/);
    expect(await theirBalances(journal.toSpliced(last, 1))).not.toEqual(await ourBalances());
  }, 60_000);
});
