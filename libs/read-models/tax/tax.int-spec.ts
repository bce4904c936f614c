import { addDays } from '#ledger';
import type { LedgerFact } from '../projection';
import { reports } from '../reports/reports';
import { ReadModels } from '../runner/read-models';
import type { ReadStore } from '../store/read-store';
import { bookedOn, minor, text } from '../testing/brute-force';
import { chance } from '../testing/chance';
import { RandomHistory } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import type { TaxRow } from './tax.query';
import { tellWhenPostgresIsSkipped, testReadStores } from '../testing/test-read-stores';

interface Scanned {
  readonly entityId: string;
  readonly on: string;
  readonly currency: string;
  readonly rows: readonly { readonly category: string; readonly rate: string; readonly tax: bigint }[];
}

/** Tax of one event, read from its own words. */
function scan({ event: { type, data } }: LedgerFact): Scanned | null {
  const document = (sign: bigint, issued: { entityId: string; issueDate: string; currency: string; taxSummary: readonly { category: string; rate: string; tax: string }[] }): Scanned => ({
    entityId: issued.entityId, on: issued.issueDate, currency: issued.currency,
    rows: issued.taxSummary.map(({ category, rate, tax }) => ({ category, rate, tax: sign * minor(tax, issued.currency) })),
  });
  if (type === 'InvoiceIssued') return document(1n, data);
  if (type === 'CreditNoteIssued') return document(-1n, data);
  if (type === 'ExternalInvoiceRecorded') return data.mode === 'history' ? document(1n, data) : null;
  if (type !== 'DeductionAccepted') return null;
  const rows = data.taxes.map(({ category, rate, amount }) => ({ category, rate, tax: -minor(amount, data.currency) }));
  return { entityId: data.accountId.split('~')[0]!, on: data.acceptedOn, currency: data.currency, rows };
}

type AskedTax = { readonly from: string; readonly asOf: string; readonly basis: 'effective' | 'posting' };

/** Tax by "entity currency month category rate", from a scan of every event. */
function scannedSums(facts: readonly LedgerFact[], asked: AskedTax, knownAt: number): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const fact of facts.filter(({ sequence }) => sequence <= knownAt)) {
    const scanned = scan(fact);
    if (scanned === null) continue;
    const on = asked.basis === 'effective' ? scanned.on : bookedOn(facts, scanned.entityId, scanned.on, fact.sequence);
    for (const row of on < asked.from || on > asked.asOf ? [] : scanned.rows) {
      const key = `${scanned.entityId} ${scanned.currency} ${on.slice(0, 7)} ${row.category} ${row.rate}`;
      sums.set(key, (sums.get(key) ?? 0n) + row.tax);
    }
  }
  return sums;
}

/** Late facts stand apart: booked in a later month than their tax point; every other in its own month. */
function standsRight(row: TaxRow, basis: AskedTax['basis']): boolean {
  if (basis === 'effective') return row.taxPoint === row.period;
  return row.late ? row.taxPoint < row.period : row.taxPoint === row.period;
}

describe.each([...testReadStores])('the tax report on $name', ({ open }) => {
  let ledger: TestLedger;
  let facts: LedgerFact[];
  let store: ReadStore;
  let end: () => Promise<void>;

  beforeAll(async () => {
    ledger = await TestLedger.open();
    await ledger.append(new RandomHistory(77).grow(350).events);
    facts = await ledger.facts();
    const opened = await open(ledger.folder);
    store = opened.store;
    const models = new ReadModels(store, ledger.source);
    await models.catchUp();
    end = async () => {
      await models.stop();
      await store.close();
      await opened.drop();
      await ledger.close();
    };
  });
  afterAll(() => end());

  const questions = (): { from: string; asOf: string; basis: 'effective' | 'posting'; knownAt: number }[] => {
    const below = chance(5);
    return Array.from({ length: 12 }, () => {
      const from = addDays('2023-11-01', below(120));
      return { from, asOf: addDays(from, below(150)), basis: below(2) === 0 ? 'effective' : 'posting', knownAt: 1 + below(facts.length) };
    });
  };

  it('ties to tax payable in the journal for any days, knowledge and basis, and equals a scan of the events', async () => {
    for (const { knownAt, ...asked } of questions()) {
      const { body } = await reports(store).tax({ ...asked, knownAt: { sequence: knownAt } });
      const sums = scannedSums(facts, asked, knownAt);
      const found = new Map<string, bigint>();
      for (const section of body.sections) {
        expect({ asked, ties: section.ties, taxPayable: section.taxPayable }).toEqual({ asked, ties: true, taxPayable: section.totals.tax });
        for (const row of section.rows) {
          const key = `${section.entityId} ${section.baseCurrency} ${row.period} ${row.category} ${row.rate}`;
          found.set(key, (found.get(key) ?? 0n) + minor(row.tax, section.baseCurrency));
          expect(standsRight(row, asked.basis)).toBe(true);
        }
      }
      const shown = (map: ReadonlyMap<string, bigint>): string[] => [...map].map(([key, amount]) => `${key} ${text(amount, key.split(' ')[1]!)}`).sort();
      expect(shown(found)).toEqual(shown(sums));
    }
  });
});

tellWhenPostgresIsSkipped();
