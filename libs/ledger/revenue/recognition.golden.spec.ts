import { currency, minorOf } from '#money';
import { Calendar } from '../calendar';
import { monthOf } from '../dates';
import { accountRoles, type AccountRole } from '../entity/entity.events';
import type { LedgerEvent } from '../event-registry';
import type { InvoiceIssued, InvoiceLine } from '../invoice-register/invoice.events';
import { Chart, postings } from '../postings';
import { creditRecognition } from './credit-recognition';
import { lineRecognition } from './line-recognition';

const usd = currency('USD')!;
const chart = new Chart();
chart.evolve({
  type: 'ChartMapped',
  data: { entityId: 'shop', accounts: accountRoles.map((role, index) => ({ role, code: `${1000 + index}`, name: role })) },
});

const whole = (net: string) => ({ net, tax: '0.00', gross: net });
const frame = {
  entityId: 'shop', customerId: 'ada', accountId: 'shop~ada', currency: 'USD', seller: { entityId: 'shop', name: 'Shop', country: 'US' },
  buyer: { customerId: 'ada', kind: 'business' as const, country: 'US', personal: {} }, rounding: { basis: 'line' as const, mode: 'half-up' as const },
};
const taxed = (net: string) => ({
  totals: whole(net), base: { currency: 'USD', rate: '1', ...whole(net) }, taxSummary: [{ category: 'O' as const, rate: '0', base: net, tax: '0.00' }],
});

function lineOf(net: string, servicePeriod: { from: string; to: string }): InvoiceLine {
  const recognition = lineRecognition({ rule: 'daily', net, currency: usd, supplyDate: servicePeriod.from, servicePeriod });
  return { lineId: '1', description: 'plan', quantity: '1', unitPrice: net, net, tax: '0.00', taxCategory: 'O', taxRate: '0', recognition, servicePeriod };
}

const invoiceOf = (issueDate: string, line: InvoiceLine): InvoiceIssued => ({
  type: 'InvoiceIssued',
  data: {
    ...frame, ...taxed(line.net), invoiceId: 'inv-1', seriesId: 'shop-inv', number: 1, documentNumber: 'INV-1', issueDate, supplyDate: issueDate,
    taxPointDate: issueDate, terms: { netDays: 30 }, instalments: [{ number: 1, dueDate: issueDate, amount: line.net }], lines: [line], saleIds: ['s-1'],
    waysToPay: [], remind: false,
  },
});

const paid = (kind: 'receipt' | 'credit', allocatedOn: string, amount: string): LedgerEvent => ({
  type: 'PaymentAllocated',
  data: {
    accountId: 'shop~ada', allocationId: `${kind} of ${allocatedOn}`, source: { kind, id: 'source' }, allocatedOn, currency: 'USD', baseCurrency: 'USD',
    rule: 'clerk', items: [{ invoiceId: 'inv-1', instalment: 1, amount, baseAmount: amount }],
  },
});

/** Movement of a role per posting month; credits are positive where the role is an income or a liability. */
function movements(events: readonly LedgerEvent[], role: AccountRole, calendar = new Calendar()): Record<string, string> {
  const sign = role === 'receivables' ? 1n : -1n;
  const months = new Map<string, bigint>();
  for (const line of events.flatMap((event) => postings(event, { calendar, chart })).filter((posted) => posted.role === role)) {
    const month = monthOf(line.postingDate);
    months.set(month, (months.get(month) ?? 0n) + sign * line.amount);
  }
  return Object.fromEntries([...months].sort(([left], [right]) => (left < right ? -1 : 1)).map(([month, minor]) => [month, String(minor / 100n)]));
}

describe('revenue as others publish it', () => {
  it('31 USD for a month from 15 January, 11 paid by credit and 20 in cash on 9 February (docs.stripe.com/revenue-recognition/examples/contra)', () => {
    const invoice = invoiceOf('2024-01-15', lineOf('31.00', { from: '2024-01-15', to: '2024-02-14' }));
    const events = [invoice, paid('credit', '2024-01-15', '11.00'), paid('receipt', '2024-02-09', '20.00')];
    expect(movements(events, 'revenue')).toEqual({ '2024-01': '17', '2024-02': '14' });
    expect(movements(events, 'deferred-revenue')).toEqual({ '2024-01': '14', '2024-02': '-14' });
    expect(movements(events, 'receivables')).toEqual({ '2024-01': '20', '2024-02': '-20' });
  });

  it.each(['undelivered', 'price'] as const)(
    '120 USD for three months, 30 credited before payment as %s (docs.stripe.com/revenue-recognition/examples/credit-notes)', (delivery) => {
      const line = lineOf('120.00', { from: '2023-01-01', to: '2023-03-31' });
      const recognition = creditRecognition({ line, net: '30.00', delivery, on: '2023-01-01', credited: [], creditedDeferred: '0.00', currency: usd });
      const credit: LedgerEvent = {
        type: 'CreditNoteIssued',
        data: {
          ...frame, ...taxed('30.00'), creditNoteId: 'cn-1', seriesId: 'shop-cn', number: 1, documentNumber: 'CN-1', returnId: 'r-1',
          issueDate: '2023-01-01', taxPointDate: '2023-01-01', reason: 'goodwill',
          lines: [{
            lineId: '1', returnLineId: '1', description: 'plan', quantity: '1', unitPrice: '30.00', net: '30.00', tax: '0.00', taxCategory: 'O', taxRate: '0',
            delivery, invoiceId: 'inv-1', invoiceLineId: '1', ...(recognition === undefined ? {} : { recognition }),
          }],
        },
      };
      const events = [invoiceOf('2023-01-01', line), credit, paid('credit', '2023-01-01', '30.00')];
      expect(movements(events, 'revenue')).toEqual({ '2023-01': '31', '2023-02': '28', '2023-03': '31' });
      expect(movements(events, 'receivables')).toEqual({ '2023-01': '90' });
      expect(minorOf(line.recognition.schedule![0]!.amount, 2)).toBe(4133n);
    });

  it('a service that began before an open period is caught up in the first open one, never in the closed one (frappe/erpnext issue 49473)', () => {
    const calendar = new Calendar();
    calendar.evolve({ type: 'PeriodClosed', data: { entityId: 'shop', requestId: 'close', period: '2024-02', reason: 'month end' } });
    const invoice = invoiceOf('2024-03-05', lineOf('91.00', { from: '2024-01-01', to: '2024-03-31' }));
    expect(movements([invoice], 'revenue', calendar)).toEqual({ '2024-03': '91' });
    const caughtUp = postings(invoice, { calendar, chart }).filter(({ role, effectiveDate }) => role === 'revenue' && effectiveDate < '2024-03-01');
    expect(caughtUp.map(({ effectiveDate, postingDate, amount }) => [effectiveDate, postingDate, amount])).toEqual([
      ['2024-01-31', '2024-03-01', -3100n], ['2024-02-29', '2024-03-01', -2900n],
    ]);
  });
});
