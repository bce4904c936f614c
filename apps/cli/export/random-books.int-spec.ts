import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFec, fecFile, fecFileName, readYearBooks, safTFile } from '#exports';
import { currencyDigits } from '#ledger';
import { minorOf } from '#money';
import { RandomCompany } from '../../../libs/billing/laws';
import { againstSchema, checkSafT, hasSafTSchema, whySkipped } from '../../../libs/exports/testing';
import { entityOf } from '../log/entities';

const histories = Number(process.env['DAYBOOK_LAW_HISTORIES'] ?? 2);
const seeds = Array.from({ length: histories }, (_, index) => Number(process.env['DAYBOOK_LAW_SEED'] ?? 11) + index);
const steps = Number(process.env['DAYBOOK_LAW_STEPS'] ?? 120);

let folder: string;
let company: RandomCompany;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'books-'));
});
afterEach(async () => {
  await company.close();
  rmSync(folder, { recursive: true });
});

/** A book year that begins and ends in the middle of things, and one that holds them all. */
const years = [{ from: '2026-02-01', to: '2026-03-15' }, { from: '2026-01-01', to: '2026-12-31' }] as const;
const resultAccount = { code: '110000', name: 'Report à nouveau' };

/** Account → closing balance at the end of the year, minor units; the results of former years on their one account. */
async function closingBalances(entityId: string, { from, to }: (typeof years)[number]): Promise<Record<string, bigint>> {
  const { body } = await company.ledger.reports.trialBalance({ entityId, from, asOf: to, basis: 'posting' });
  const sums: Record<string, bigint> = {};
  const add = (code: string, amount: bigint): void => { sums[code] = (sums[code] ?? 0n) + amount; };
  for (const { baseCurrency, rows } of body.sections) {
    for (const { accountCode, base } of rows) {
      const minor = (figure: string): bigint => minorOf(figure, currencyDigits(baseCurrency));
      const isResult = /^[46]/.test(accountCode);
      add(isResult ? resultAccount.code : accountCode, minor(base.opening));
      add(accountCode, minor(base.closing) - minor(base.opening));
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0n));
}

async function writtenFec(entityId: string, year: (typeof years)[number]): Promise<Buffer> {
  const entity = await entityOf(company.ledger, entityId);
  const books = await readYearBooks(company.ledger, { ...year, entityId });
  const parts: Uint8Array[] = [];
  const frame = { ...year, timeZone: entity.timeZone, baseCurrency: entity.baseCurrency, resultAccount, nameOf: () => '' };
  for await (const part of fecFile(frame, books.entries(), books.survey, books.lettering)) parts.push(part);
  return Buffer.concat(parts);
}

async function writtenSafT(entityId: string, year: (typeof years)[number]): Promise<string> {
  const entity = await entityOf(company.ledger, entityId);
  const books = await readYearBooks(company.ledger, { ...year, entityId });
  const frame = {
    ...year, timeZone: entity.timeZone, baseCurrency: entity.baseCurrency, createdOn: '2027-01-10', softwareVersion: '0',
    company: { name: entity.name, registration: '1', country: entity.country }, customerOf: books.customerOf,
  };
  let xml = '';
  for await (const part of safTFile(frame, books.entries(), books.survey)) xml += part;
  return xml;
}

/** Account → closing balance in hundredths. */
async function allClosings(entityId: string, { from, to }: (typeof years)[number]): Promise<Record<string, bigint>> {
  const { body } = await company.ledger.reports.trialBalance({ entityId, from, asOf: to, basis: 'posting' });
  const sums: Record<string, bigint> = {};
  for (const { rows } of body.sections) {
    for (const { accountCode, base } of rows) sums[accountCode] = (sums[accountCode] ?? 0n) + minorOf(base.closing, 2);
  }
  return sums;
}

describe('the books of a random history of all commands', () => {
  it.each(seeds)('as a FEC keep every rule and come to the trial balance, seed %i', async (seed) => {
    company = await RandomCompany.open(folder, seed);
    for (let step = 0; step < steps; step += 1) await company.step();
    let lettered = 0;
    for (const entityId of ['UK', 'JP']) {
      for (const year of years) {
        const file = await writtenFec(entityId, year);
        const findings = await checkFec(fecFileName('552081317', year.to), [file] as unknown as AsyncIterable<Uint8Array>);
        expect(findings.problems).toEqual([]);
        const sums: Record<string, bigint> = {};
        const digits = entityId === 'JP' ? 0 : 2;
        for (const line of file.toString('latin1').split('\r\n').slice(1, -1)) {
          const fields = line.split('\t');
          const minor = (text: string): bigint => minorOf(text.replace(',', '.').replace(/\.00$/, digits === 0 ? '' : '.00'), digits);
          sums[fields[4]!] = (sums[fields[4]!] ?? 0n) + minor(fields[11]!) - minor(fields[12]!);
          lettered += fields[13] === '' ? 0 : 1;
        }
        expect(Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0n))).toEqual(await closingBalances(entityId, year));
      }
    }
    expect(lettered).toBeGreaterThan(3);
  }, 60_000 + steps * 1000);

  it.each(seeds)(`as SAF-T tie to the trial balance, and are valid by the published schema (${whySkipped}), seed %i`, async (seed) => {
    company = await RandomCompany.open(folder, seed);
    for (let step = 0; step < steps; step += 1) await company.step();
    for (const entityId of ['UK', 'JP']) {
      for (const year of years) {
        const xml = await writtenSafT(entityId, year);
        const { problems, closing } = checkSafT(xml);
        expect(problems).toEqual([]);
        expect(closing).toEqual(await allClosings(entityId, year));
        if (hasSafTSchema) expect(await againstSchema(xml)).toEqual([]);
      }
    }
  }, 60_000 + steps * 1000);
});
