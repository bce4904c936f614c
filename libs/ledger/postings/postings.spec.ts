import * as fc from 'fast-check';
import { Calendar } from '../calendar';
import { accountRoles } from '../entity/entity.events';
import type { LedgerEvent } from '../event-registry';
import { Chart, postingEventTypes, postings, type PostingLine } from '.';
import { shareOut } from './share-out';

const chart = new Chart();
chart.evolve({
  type: 'ChartMapped',
  data: { entityId: 'shop', accounts: accountRoles.map((role, index) => ({ role, code: `${1000 + index}`, name: role })) },
});
const post = (event: LedgerEvent, calendar = new Calendar()): PostingLine[] => postings(event, { calendar, chart });
const shown = (lines: PostingLine[]): string[] =>
  lines.map((line) => `${line.role} ${line.accountId} ${line.taxCode} ${line.amount} ${line.baseAmount} ${line.effectiveDate}/${line.postingDate}`);

const minor = (value: number): string => `${Math.trunc(value / 100)}.${String(value % 100).padStart(2, '0')}`;

interface TaxPart {
  readonly base: number;
  readonly tax: number;
}

function externalInvoice(parts: readonly TaxPart[], baseTax: number, mode: 'history' | 'opening' = 'history'): LedgerEvent {
  const net = parts.reduce((sum, part) => sum + part.base, 0);
  const tax = parts.reduce((sum, part) => sum + part.tax, 0);
  return {
    type: 'ExternalInvoiceRecorded',
    data: {
      invoiceId: 'ext~erp~1', source: 'erp', documentNumber: '1', mode, entityId: 'shop', customerId: 'ada', accountId: 'shop~ada',
      issueDate: '2024-02-10', currency: 'EUR',
      base: { currency: 'GBP', rate: '0.8', net: minor(net), tax: minor(baseTax), gross: minor(net + baseTax) },
      instalments: [{ number: 1, dueDate: '2024-03-10', amount: minor(net + tax) }],
      taxSummary: parts.map((part, index) => ({ category: 'S' as const, rate: String(index), base: minor(part.base), tax: minor(part.tax) })),
      totals: { net: minor(net), tax: minor(tax), gross: minor(net + tax) }, remind: true,
    },
  };
}

const money = { currency: 'GBP', baseCurrency: 'GBP' } as const;
const allocated: LedgerEvent = {
  type: 'PaymentAllocated',
  data: {
    accountId: 'shop~ada', allocationId: 'a1', source: { kind: 'receipt', id: 'p1' }, allocatedOn: '2024-02-20', ...money, rule: 'clerk',
    items: [
      { invoiceId: 'i1', instalment: 1, amount: '10.00', baseAmount: '10.00' },
      { invoiceId: 'i2', instalment: 1, amount: '5.00', baseAmount: '5.00' },
    ],
  },
};

describe('postings', () => {
  it('book an invoice issued elsewhere on its own date: receivables against revenue and tax', () => {
    expect(shown(post(externalInvoice([{ base: 10000, tax: 2000 }], 1999)))).toEqual([
      'receivables shop~ada  12000 11999 2024-02-10/2024-02-10',
      'revenue   -10000 -10000 2024-02-10/2024-02-10',
      'tax-payable  S:0 -2000 -1999 2024-02-10/2024-02-10',
    ]);
  });

  it('book an opening item against the opening balance, never against revenue', () => {
    expect(shown(post(externalInvoice([{ base: 10000, tax: 0 }], 0, 'opening')))).toEqual([
      'receivables shop~ada  10000 10000 2024-02-10/2024-02-10',
      'opening-balance   -10000 -10000 2024-02-10/2024-02-10',
    ]);
  });

  it('book money through unidentified and unapplied receipts to the item', () => {
    const received: LedgerEvent = {
      type: 'PaymentReceived',
      data: {
        paymentId: 'p1', entityId: 'shop', receivedOn: '2024-02-18', ...money, rate: '1', amount: '20.00', baseAmount: '20.00',
        method: 'transfer', instruction: { allocate: 'auto' },
      },
    };
    const identified: LedgerEvent = {
      type: 'PaymentIdentified',
      data: {
        paymentId: 'p1', requestId: 'r1', identifiedOn: '2024-02-19', ...money,
        splits: [
          { accountId: 'shop~ada', amount: '15.00', baseAmount: '15.00' },
          { accountId: 'shop~bob', amount: '5.00', baseAmount: '5.00' },
        ],
      },
    };
    expect(shown(post(received))).toEqual([
      'bank   2000 2000 2024-02-18/2024-02-18',
      'unidentified-receipts   -2000 -2000 2024-02-18/2024-02-18',
    ]);
    expect(shown(post(identified))).toEqual([
      'unidentified-receipts   2000 2000 2024-02-19/2024-02-19',
      'unapplied-receipts shop~ada  -1500 -1500 2024-02-19/2024-02-19',
      'unapplied-receipts shop~bob  -500 -500 2024-02-19/2024-02-19',
    ]);
    expect(shown(post(allocated))).toEqual([
      'unapplied-receipts shop~ada  1500 1500 2024-02-20/2024-02-20',
      'receivables shop~ada  -1500 -1500 2024-02-20/2024-02-20',
    ]);
  });

  it('take a reversed receipt from where it stood', () => {
    const reversed: LedgerEvent = {
      type: 'PaymentReversed',
      data: {
        paymentId: 'p1', entityId: 'shop', reversalId: 'v1', valueDate: '2024-02-25', ...money, amount: '20.00', baseAmount: '20.00', reason: 'bounce',
        parts: [{ accountId: 'shop~ada', amount: '15.00', baseAmount: '15.00' }, { amount: '5.00', baseAmount: '5.00' }],
      },
    };
    expect(shown(post(reversed))).toEqual([
      'unapplied-receipts shop~ada  1500 1500 2024-02-25/2024-02-25',
      'bank   -2000 -2000 2024-02-25/2024-02-25',
      'unidentified-receipts   500 500 2024-02-25/2024-02-25',
    ]);
  });

  it('keep the effective date and move the posting date out of a closed month', () => {
    const calendar = new Calendar();
    calendar.evolve({ type: 'PeriodClosed', data: { entityId: 'shop', requestId: 'c', period: '2024-02', reason: 'month end' } });
    expect(post(allocated, calendar).map((line) => [line.effectiveDate, line.postingDate])).toEqual([
      ['2024-02-20', '2024-03-01'],
      ['2024-02-20', '2024-03-01'],
    ]);
  });

  it('are nothing for the events that only tell the account', () => {
    expect(postingEventTypes.has('InvoiceEntered')).toBe(false);
    expect(post({ type: 'AccountHeld', data: { accountId: 'shop~ada', requestId: 'h', heldOn: '2024-02-01', reason: 'late' } })).toEqual([]);
  });

  it('refuse to book for an entity without a chart', () => {
    expect(() => postings(allocated, { calendar: new Calendar(), chart: new Chart() })).toThrow(/shop has no account for/);
  });

  it('balance for any tax table, in both currencies', () => {
    const part = fc.record({ base: fc.integer({ min: 0, max: 10_000_000 }), tax: fc.integer({ min: 1, max: 10_000_000 }) });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 10_000_000 }), (parts, baseTax) => {
        const lines = post(externalInvoice(parts, baseTax));
        expect(lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(0n);
        expect(lines.reduce((sum, line) => sum + line.baseAmount, 0n)).toBe(0n);
      }),
    );
  });
});

describe('sharing out', () => {
  it('gives the whole total, each part within one unit of its exact share', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), fc.array(fc.bigInt(1n, 10n ** 9n), { minLength: 1, maxLength: 10 }), (total, weights) => {
        const parts = shareOut(total, weights);
        const whole = weights.reduce((sum, weight) => sum + weight, 0n);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total);
        parts.forEach((share, index) => {
          const error = share * whole - total * weights[index]!;
          expect(error < whole && error > -whole).toBe(true);
        });
      }),
    );
  });
});
