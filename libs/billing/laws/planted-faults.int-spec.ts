import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { LedgerEvent } from '#ledger';
import { modelOf } from './independent-model.test-kit';
import type { Fact } from './log.test-kit';
import { brokenBilling, brokenCredits, brokenItems, brokenRegisters } from './log-laws.test-kit';
import { RandomCompany } from './random-company.test-kit';
import { brokenBank, brokenOrders, brokenReports, endOfTime, modelOfReports } from './report-laws.test-kit';

const distorted = [
  'InvoiceIssued',
  'CreditNoteIssued',
  'PaymentReceived',
  'PaymentAllocated',
  'DeductionAccepted',
  'RevenueRecognised',
  'RefundPaid',
  'GatewayPayoutSettled',
  'BankFeeCharged',
] as const;

let folder: string;
let company: RandomCompany;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'));
  company = await RandomCompany.open(folder, 11);
  // Goes on until everything that is told otherwise below has happened.
  const lacks = (): boolean => distorted.some((type) => company.log.of(type).length === 0);
  for (let step = 0; step < 100 || lacks(); step += 1) await company.step();
}, 120_000);
afterAll(async () => {
  await company.close();
  rmSync(folder, { recursive: true });
});

type Typed<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>;

/** The history with the last fact of a type told otherwise. */
function told<Type extends LedgerEvent['type']>(type: Type, otherwise: (data: Typed<Type>['data']) => object): Fact[] {
  const { facts } = company.log;
  const at = facts.findLastIndex(({ event }) => event.type === type);
  expect(at).toBeGreaterThan(-1);
  const { sequence, event } = facts[at]!;
  return facts.with(at, { sequence, event: { type, data: otherwise(event.data as Typed<Type>['data']) } as unknown as LedgerEvent });
}

/** An amount with a 9 before it: far more than before. */
const more = (amount: string): string => `9${amount}`;
const twice = (type: LedgerEvent['type']): Fact[] => {
  const { facts } = company.log;
  return [...facts, facts.findLast(({ event }) => event.type === type)!];
};

describe('the laws of the log notice', () => {
  it('money that is used twice', () => {
    expect(brokenItems(company.log.facts)).toEqual([]);
    expect(brokenItems(twice('PaymentAllocated'))).toContainEqual(expect.stringContaining('stands at -'));
  });

  it('an item that is closed in its currency alone', () => {
    const changed = told('PaymentAllocated', (data) => ({ ...data, items: data.items.map((item) => ({ ...item, baseAmount: more(item.baseAmount), itemBaseAmount: more(item.baseAmount) })) }));
    expect(brokenItems(changed).join()).toContain('in base currency');
  });

  it('a line credited for more than it was billed for', () => {
    expect(brokenCredits(company.log.facts)).toEqual([]);
    const changed = told('CreditNoteIssued', (data) => {
      const [invoice] = company.log.of('InvoiceIssued');
      const lines = data.lines.map((line) => ({ ...line, invoiceId: line.invoiceId ?? invoice!.invoiceId, invoiceLineId: line.invoiceLineId ?? invoice!.lines[0]!.lineId, net: more(line.net) }));
      return { ...data, lines };
    });
    expect(brokenCredits(changed)).toContainEqual(expect.stringContaining('too much'));
  });

  it('a number left out, and a sale billed twice', () => {
    expect(brokenRegisters(told('InvoiceIssued', (data) => ({ ...data, number: data.number + 1 })))).toHaveLength(1);
    const { saleIds } = company.log.of('InvoiceIssued').find((data) => data.saleIds.length > 0)!;
    expect(brokenBilling(told('InvoiceIssued', (data) => ({ ...data, saleIds: [...data.saleIds, ...saleIds] })))).toHaveLength(1);
  });
});

describe('the independent model notices', () => {
  it('any fact that the reports have and it has not', async () => {
    const reported = await modelOfReports(company.ledger.reports);
    expect(modelOf(company.log.facts)).toEqual(reported);
    for (const type of distorted) {
      const at = company.log.facts.findLastIndex(({ event }) => event.type === type);
      expect(modelOf(company.log.facts.toSpliced(at, 1))).not.toEqual(reported);
    }
  });
});

describe('the laws of the reports notice', () => {
  const tables = (name: string): Promise<string[]> =>
    company.ledger.readStore.read(async (db) => (await sql<{ name: string }>`select name from sqlite_master where type = 'table' and name like ${`${name}%`}`.execute(db)).rows.map((row) => row.name));

  /** Takes the last posting of a role out of the journal, looks, and puts it back from the log. */
  async function without(role: string): Promise<string> {
    const names = await tables('journal_line');
    await company.ledger.readStore.write(async (db) => {
      for (const table of names.map((name) => sql.table(name))) {
        const last = sql`select sequence, line from ${table} where role = ${role} and amount <> 0 order by sequence desc, line desc limit 1`;
        await sql`delete from ${table} where (sequence, line) in (${last})`.execute(db);
      }
    });
    const broken = await brokenReports(company.ledger.reports, endOfTime, 'effective');
    await company.ledger.readModels.rebuild();
    expect(await brokenReports(company.ledger.reports, endOfTime, 'effective')).toEqual([]);
    return broken.join('\n');
  }

  it('a posting that is missing', async () => {
    expect(await without('receivables')).toMatch(/trial balance[^]*sub-ledger and control/);
    expect(await without('tax-payable')).toMatch(/trial balance[^]*tax/);
    expect(await without('deferred-revenue')).toMatch(/trial balance[^]*roll-forward/);
  }, 60_000);

  it('money that the bank has and the books have not, from its day on', async () => {
    expect(await brokenBank(company.ledger.reports, company.log.facts, endOfTime)).toEqual([]);
    const untold = told('BankFeeCharged', (data) => ({ ...data, amount: more(data.amount.replace('-', '')) }));
    expect(await brokenBank(company.ledger.reports, untold, endOfTime)).toHaveLength(1);
    expect(await brokenBank(company.ledger.reports, untold, '2025-12-31')).toEqual([]);
  });

  it('a sale whose billing is not told', async () => {
    expect(await brokenOrders(company.ledger.reports, company.log.facts)).toEqual([]);
    const [{ saleIds } = { saleIds: [] }] = company.log.of('InvoiceIssued').filter((data) => data.saleIds.length > 0);
    const untold = company.log.facts.filter(({ event }) => event.type !== 'InvoiceIssued' || !event.data.saleIds.includes(saleIds[0]!));
    expect(await brokenOrders(company.ledger.reports, untold)).toHaveLength(1);
  });
});
