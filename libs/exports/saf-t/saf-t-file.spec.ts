import { journalEntries, type BookedEntry } from '../journal/journal-entries';
import { JournalSurvey } from '../journal/journal-survey';
import { safTFile, type SafTFrame } from './saf-t-file';
import { againstSchema, checkSafT, hasSafTSchema, madeFacts, whySkipped } from '../testing';
import { shortId, standardTaxCode } from './saf-t-words';

const frame: SafTFrame = {
  from: '2025-01-01', to: '2025-12-31', timeZone: 'Europe/Oslo', baseCurrency: 'NOK', createdOn: '2026-01-10', softwareVersion: '0.1.0',
  company: { name: 'Eksempel <AS> & sønn', registration: '999999999', country: 'NO', street: 'Gate 1', city: 'Oslo', postalCode: '0001', taxId: 'NO999999999MVA', email: 'post@example.com' },
  customerOf: (customerId) => (customerId === 'C7' ? { name: 'Kunde \u0007 "7"', country: 'NO', city: 'Bergen' } : undefined),
};

const entries = (): AsyncGenerator<BookedEntry> => journalEntries(madeFacts({ invoices: 60, from: '2024-12-01', invoicesPerDay: 1, unpaidEvery: 10 }));

async function written(asked: SafTFrame = frame): Promise<string> {
  const survey = new JournalSurvey(asked);
  for await (const booked of entries()) survey.take(booked);
  let xml = '';
  for await (const part of safTFile(asked, entries(), survey)) xml += part;
  return xml;
}

describe('SAF-T Financial', () => {
  let xml: string;
  beforeAll(async () => {
    xml = await written();
  });

  it('ties: totals, balances, and every id names something', () => {
    const { problems, closing, transactions } = checkSafT(xml);
    expect(problems).toEqual([]);
    expect(transactions).toBeGreaterThan(80);
    // 60 invoices, six of them unpaid: 54 receipts of 120.00, receivables of 720.00.
    expect(closing).toEqual({ '100000': 648_000n, '120000': 72_000n, '211000': 0n, '212000': 0n, '220000': -120_000n, '400000': -600_000n });
  });

  it.each([
    ['an amount', (all: string) => all.replace('<Amount>120.00</Amount>', '<Amount>120.01</Amount>'), /is out by|TotalDebit/],
    ['an account', (all: string) => all.replace('<AccountID>120000</AccountID><ValueDate>', '<AccountID>129999</AccountID><ValueDate>'), /account 129999 is not/],
    ['a customer', (all: string) => all.replace('<CustomerID>C33</CustomerID><Description>', '<CustomerID>C99</CustomerID><Description>'), /customer C99 is not/],
    ['a transaction left out', (all: string) => all.replace(/<Transaction>.*<\/Transaction>\n/, ''), /NumberOfEntries/],
    ['an opening balance', (all: string) => all.replace(/<OpeningDebitBalance>3240/, '<OpeningDebitBalance>3241'), /opening and movement/],
  ])('is found not to tie when %s is wrong', (_what, fault, named) => {
    expect(fault(xml)).not.toBe(xml);
    expect(checkSafT(fault(xml)).problems.join('\n')).toMatch(named);
  });

  (hasSafTSchema ? describe : describe.skip)(`by the published schema 1.30 (${whySkipped})`, () => {
    it('is valid, with entries and without', async () => {
      expect(await againstSchema(xml)).toEqual([]);
      expect(await againstSchema(await written({ ...frame, from: '2020-01-01', to: '2020-12-31' }))).toEqual([]);
    });

    it('is not with a field missing or too long', async () => {
      expect((await againstSchema(xml.replace('<TaxAccountingBasis>A</TaxAccountingBasis>', ''))).join()).toContain('TaxAccountingBasis');
      expect((await againstSchema(xml.replace('<CustomerID>C33</CustomerID>', `<CustomerID>${'C'.repeat(36)}</CustomerID>`))).join()).toContain('maximum length');
    });
  });

  it('keeps long ids apart, and maps Norwegian rates alone', () => {
    const [one, other] = [`${'a'.repeat(60)}1`, `${'a'.repeat(60)}2`];
    expect(shortId(one, 35)).toHaveLength(35);
    expect(shortId(one, 35)).not.toBe(shortId(other, 35));
    expect([standardTaxCode('S', '25', 'NO'), standardTaxCode('S', '20', 'NO'), standardTaxCode('S', '25', 'SE')]).toEqual(['3', 'NA', 'NA']);
  });
});
