import { decimalOf, Decimal, formatMinor, minorOf } from '#money';
import type { LedgerFact } from '../projection';
import { reports, type Reports } from '../reports/reports';
import { ReadModels } from '../runner/read-models';
import { RandomHistory } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import { tellWhenPostgresIsSkipped, testReadStores } from '../testing/test-read-stores';

tellWhenPostgresIsSkipped();

const digitsOf = (currency: string): number => (currency === 'JPY' ? 0 : 2);

interface Sum {
  quantity: Decimal;
  net: bigint;
  credited: bigint;
}

/** Sums of every line ever issued by then, read from the events one by one. */
function linesByProduct(facts: readonly LedgerFact[], { asOf, knownAt }: { readonly asOf: string; readonly knownAt: number }): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const { event, sequence } of facts) {
    if (sequence > knownAt || (event.type !== 'InvoiceIssued' && event.type !== 'CreditNoteIssued') || event.data.issueDate > asOf) continue;
    const { entityId, currency, purpose } = event.data;
    if (purpose === 'late-fee' || purpose === 'interest') continue;
    for (const line of event.data.lines) {
      const key = [entityId, currency, line.productCode ?? ''].join(' ');
      const sum = sums.get(key) ?? { quantity: new Decimal(0), net: 0n, credited: 0n };
      if (event.type === 'InvoiceIssued') {
        sum.quantity = sum.quantity.plus(decimalOf(line.quantity));
        sum.net += minorOf(line.net, digitsOf(currency));
      } else {
        sum.credited += minorOf(line.net, digitsOf(currency));
      }
      sums.set(key, sum);
    }
  }
  return sums;
}

interface Accuracy {
  invoices: number;
  readonly credited: Set<string>;
}

function accuracyByMonth(facts: readonly LedgerFact[], asOf: string): Map<string, Accuracy> {
  const months = new Map<string, Accuracy>();
  const monthOfInvoice = new Map<string, string>();
  for (const data of invoicesBy(facts, asOf)) {
    const key = [data.entityId, data.currency, data.issueDate.slice(0, 7)].join(' ');
    const month = months.get(key) ?? { invoices: 0, credited: new Set() };
    month.invoices += 1;
    months.set(key, month);
    monthOfInvoice.set(data.invoiceId, key);
  }
  for (const { event } of facts) {
    if (event.type !== 'CreditNoteIssued' || event.data.issueDate > asOf || event.data.reasonCode === 'prepayment-settled') continue;
    for (const { invoiceId = event.data.cancelsInvoiceId ?? '' } of event.data.lines) months.get(monthOfInvoice.get(invoiceId) ?? '')?.credited.add(invoiceId);
  }
  return months;
}

const invoicesBy = (facts: readonly LedgerFact[], asOf: string) =>
  facts.flatMap(({ event }) => (event.type === 'InvoiceIssued' && event.data.issueDate <= asOf && !['late-fee', 'interest'].includes(event.data.purpose ?? '') ? [event.data] : []));

describe.each([...testReadStores])('figures of lines and corrections on $name', ({ open }) => {
  let facts: LedgerFact[];
  let ask: Reports;
  let end: () => Promise<void>;

  beforeAll(async () => {
    const ledger = await TestLedger.open();
    await ledger.append(new RandomHistory(91).grow(1_200).events);
    facts = await ledger.facts();
    const opened = await open(ledger.folder);
    const models = new ReadModels(opened.store, ledger.source);
    await models.catchUp();
    ask = reports(opened.store);
    end = async () => {
      await models.stop();
      await opened.store.close();
      await opened.drop();
      await ledger.close();
    };
  });
  afterAll(() => end());

  it.each([0, 150])('prices are what reading every event finds, %d facts before the end', async (before) => {
    const knownAt = facts.length - before;
    const asOf = '2024-09-30';
    const expected = linesByProduct(facts, { asOf, knownAt });
    const { body } = await ask.prices({ asOf, from: '2023-01-01', knownAt: { sequence: knownAt } });
    const found = new Map(body.sections.flatMap(({ entityId, currency, rows }) => rows.map((row) => [[entityId, currency, row.productCode].join(' '), row] as const)));
    expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [key, { quantity, net, credited }] of expected) {
      const digits = digitsOf(key.split(' ')[1]!);
      expect(found.get(key)).toMatchObject({ quantity: quantity.toFixed(), net: formatMinor(net, digits), list: formatMinor(net, digits), credited: formatMinor(credited, digits) });
    }
    expect(expected.size).toBeGreaterThan(3);
  });

  it('groups add up to the whole', async () => {
    const question = { asOf: '2024-09-30', from: '2023-01-01' };
    const whole = await ask.prices({ ...question, groupBy: [] });
    for (const groupBy of [['month'], ['customer'], ['month', 'customer', 'product']] as const) {
      expect((await ask.prices({ ...question, groupBy })).provenance.controlTotals).toEqual(whole.provenance.controlTotals);
    }
  });

  it('accuracy counts each credited invoice once, in the month it was issued', async () => {
    const asOf = '2024-06-30';
    const expected = accuracyByMonth(facts, asOf);
    const { body } = await ask.invoiceAccuracy({ asOf, from: '2023-06-01' });
    const rows = body.sections.flatMap(({ entityId, currency, rows: own }) => own.map((row) => [[entityId, currency, row.month].join(' '), row] as const));
    expect(rows.map(([key]) => key).sort()).toEqual([...expected.keys()].sort());
    let credited = 0;
    for (const [key, row] of rows) {
      expect([row.invoices, row.credited]).toEqual([expected.get(key)?.invoices, expected.get(key)?.credited.size]);
      credited += row.credited;
    }
    expect(credited).toBeGreaterThan(0);
  });

  it('letters are answered too, and a second look at the same place says the same', async () => {
    const question = { asOf: '2024-12-31', from: '2023-11-01', groupBy: ['customer' as const] };
    const { body, provenance } = await ask.reminderEffectiveness(question);
    expect(body.sections.flatMap(({ rows }) => rows).length).toBeGreaterThan(0);
    const again = await ask.reminderEffectiveness({ ...question, knownAt: { sequence: provenance.knownAt } });
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(body));
    expect((await ask.satisfaction(question)).body.sections).toEqual([]);
  });
});
