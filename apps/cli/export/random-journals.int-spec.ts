import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placedFacts, plainTextFormats, plainTextJournal, type PlainTextFormat } from '#exports';
import { endOfTime, RandomCompany } from '../../../libs/billing/laws';
import { bookkeepingTools } from './bookkeeping-tools';

const histories = Number(process.env['DAYBOOK_LAW_HISTORIES'] ?? 2);
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

/** The end of an account's name in every format: entity and code, as the trial balance has them. */
const keyOf = (account: string): string => (/([^:]+:[^: ]+)( .*)?$/.exec(account)?.[1] ?? account).replaceAll('-u2e-', '.');

/** Base balances by account, over all currencies, without accounts that stand at zero. */
async function ourBalances(): Promise<Record<string, string>> {
  const { body } = await company.ledger.reports.trialBalance({ asOf: endOfTime, from: '2020-01-01' });
  const sums = new Map<string, { minor: bigint; digits: number; currency: string }>();
  for (const { entityId, baseCurrency, rows } of body.sections) {
    for (const { accountCode, base } of rows) {
      const key = `${entityId}:${accountCode}`;
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

async function theirBalances(format: PlainTextFormat, journal: AsyncIterable<string> | Iterable<string>): Promise<Record<string, string>> {
  const balances = await bookkeepingTools[format].balances(journal);
  const standing = [...balances].filter(([, balance]) => /[1-9]/.test(balance));
  const byKey = Object.fromEntries(standing.map(([account, balance]) => [keyOf(account), balance]));
  // Two accounts that became one would hide a difference.
  expect(Object.keys(byKey)).toHaveLength(standing.length);
  return byKey;
}

async function exported(format: PlainTextFormat): Promise<string[]> {
  const parts: string[] = [];
  for await (const part of plainTextJournal(format, placedFacts(company.ledger))) parts.push(part);
  return parts;
}

async function isAbsent(format: PlainTextFormat): Promise<boolean> {
  const { version, debianPackage } = bookkeepingTools[format];
  if ((await version()) === null) {
    console.warn(`skipped: ${format} is not on the PATH (Debian: apt-get install ${debianPackage})`);
    return true;
  }
  return false;
}

const lastTransaction = (journal: readonly string[]): number =>
  journal.findLastIndex((part) => part.startsWith('\n') && !/ {2}0(\.0+)? [A-Z]{3}\b/.test(part));

describe('the whole journal of a random history of all commands', () => {
  it.each(seeds)('balances in the real hledger, ledger and beancount, account by account equal to our trial balance, seed %i', async (seed) => {
    company = await RandomCompany.open(folder, seed);
    for (let step = 0; step < steps; step += 1) await company.step();
    const ours = await ourBalances();
    expect(Object.keys(ours).length).toBeGreaterThan(10);
    for (const format of plainTextFormats) {
      if (await isAbsent(format)) continue;
      expect(await theirBalances(format, await exported(format))).toEqual(ours);
    }
  }, 60_000 + steps * 1000);

  it('is refused with a posting less, and differs with a transaction less', async () => {
    company = await RandomCompany.open(folder, 1);
    for (let step = 0; step < 30; step += 1) await company.step();
    for (const format of plainTextFormats) {
      if (await isAbsent(format)) continue;
      const journal = await exported(format);
      const last = lastTransaction(journal);
      const lines = journal[last]!.trimEnd().split('\n');
      const lastPosting = lines.findLastIndex((line) => /\d [A-Z]{3}( |$)/.test(line));
      await expect(theirBalances(format, journal.with(last, `${lines.slice(0, lastPosting).join('\n')}\n`))).rejects.toThrow(/balance/);
      expect(await theirBalances(format, journal.toSpliced(last, 1))).not.toEqual(await ourBalances());
    }
  }, 90_000);
});
