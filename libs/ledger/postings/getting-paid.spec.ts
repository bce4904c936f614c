import { ChartMapped, accountRoles, type AccountRole } from '../entity/entity.events';
import type { LedgerEvent } from '../event-registry';
import { Calendar } from '../calendar';
import { formatMinor } from '#money';
import { Chart, postings } from '.';

/**
 * Journals as bookkeeping hand-books write them: what a collector, a gateway or a bank keeps is an expense of its own,
 * the customer has paid in full, and money under way stands in a clearing account until it reaches the bank.
 */
const chart = new Chart();
chart.evolve({ type: 'ChartMapped', data: { entityId: 'DE', accounts: accountRoles.map((role, index) => ({ role, code: `${1000 + index}`, name: role })) } });

const eur = { currency: 'EUR', baseCurrency: 'EUR' } as const;
const own = { accountId: 'DE~ada', ...eur } as const;

/** A chart as it was mapped before gateways and agencies were known, as it is read now. */
const olderChart = new Chart();
const later: readonly AccountRole[] = ['gateway-clearing', 'gateway-fees', 'collection-fees'];
olderChart.evolve({
  type: 'ChartMapped',
  data: ChartMapped.upcasts[1]!({
    entityId: 'DE', accounts: accountRoles.filter((role) => !later.includes(role)).map((role, index) => ({ role, code: `${1000 + index}`, name: role })),
  }) as ChartMapped['data'],
});

/** Debits above zero, credits below it, by account, after all of the facts. */
function journal(...events: readonly LedgerEvent[]): Partial<Record<AccountRole, string>> {
  const sums = new Map<AccountRole, bigint>();
  for (const event of events) {
    const lines = postings(event, { calendar: new Calendar(), chart });
    expect(lines.reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);
    for (const { role, amount } of lines) sums.set(role, (sums.get(role) ?? 0n) + amount);
  }
  return Object.fromEntries([...sums].map(([role, amount]) => [role, formatMinor(amount, 2)]));
}

const received = (amount: string, receivedOn: string, more: object = {}): LedgerEvent => ({
  type: 'PaymentReceived',
  data: { paymentId: 'p', entityId: 'DE', receivedOn, ...eur, rate: '1', amount, baseAmount: amount, method: 'transfer', instruction: { allocate: 'auto' }, ...more },
});
const identified = (amount: string): LedgerEvent => ({
  type: 'PaymentIdentified', data: { paymentId: 'p', requestId: 'r', identifiedOn: '2026-03-10', ...eur, splits: [{ accountId: 'DE~ada', amount, baseAmount: amount }] },
});
const allocated = (amount: string): LedgerEvent => ({
  type: 'PaymentAllocated',
  data: {
    ...own, allocationId: 'a', source: { kind: 'receipt', id: 'p' }, allocatedOn: '2026-03-10', rule: 'clerk', items: [{ invoiceId: 'i', instalment: 1, amount, baseAmount: amount }],
  },
});
const undone = (amount: string): LedgerEvent => ({
  type: 'AllocationReversed',
  data: {
    ...own, allocationId: 'a', reversalId: 'u', cause: 'clerk', source: { kind: 'receipt', id: 'p' }, reversedOn: '2026-03-16', reason: 'returned',
    items: [{ invoiceId: 'i', instalment: 1, amount, baseAmount: amount }],
  },
});
const reversed = (amount: string, more: object = {}): LedgerEvent => ({
  type: 'PaymentReversed',
  data: {
    paymentId: 'p',
    entityId: 'DE',
    reversalId: 'v',
    valueDate: '2026-03-16',
    ...eur,
    amount,
    baseAmount: amount,
    reason: 'returned',
    parts: [{ accountId: 'DE~ada', amount, baseAmount: amount }],
    ...more,
  },
});
const bankFee = (amount: string, more: object = {}): LedgerEvent => ({
  type: 'BankFeeCharged', data: { feeId: 'f', entityId: 'DE', chargedOn: '2026-03-16', ...eur, amount, rate: '1', baseAmount: amount, text: 'as the bank says', ...more },
});
const payout = (gross: string, fees: string, net: string): LedgerEvent => ({
  type: 'GatewayPayoutSettled',
  data: { payoutId: `po${gross}`, entityId: 'DE', gateway: 'stripe', settledOn: '2026-03-12', ...eur, gross, fees, net, rate: '1', baseGross: gross, baseFees: fees, baseNet: net, transactions: 1 },
});
const heldBy = { heldBy: 'gateway' as const };
const nothing = '0.00';

describe('getting paid, by account', () => {
  it('an agency collects 1,190.00 and keeps a fifth: the bank has 952.00, the fee is 238.00, the invoice is paid', () => {
    const commission: LedgerEvent = {
      type: 'DeductionAccepted',
      data: {
        ...own, deductionId: 'c', invoiceId: 'i', instalment: 1, kind: 'commission', acceptedOn: '2026-03-10', amount: '238.00', baseAmount: '238.00', taxes: [], reason: 'agency',
      },
    };
    expect(journal(received('952.00', '2026-03-10'), identified('952.00'), allocated('952.00'), commission)).toEqual({
      bank: '952.00', 'collection-fees': '238.00', receivables: '-1190.00', 'unidentified-receipts': nothing, 'unapplied-receipts': nothing,
    });
  });

  it('a chart mapped before there were gateways and agencies books commission, money held and payouts to accounts of their own', () => {
    const commission: LedgerEvent = {
      type: 'DeductionAccepted',
      data: {
        ...own, deductionId: 'c', invoiceId: 'i', instalment: 1, kind: 'commission', acceptedOn: '2026-03-10', amount: '238.00', baseAmount: '238.00', taxes: [], reason: 'agency',
      },
    };
    const lines = [commission, received('500.00', '2026-03-10', heldBy), payout('500.00', '7.50', '492.50')].flatMap((event) => postings(event, { calendar: new Calendar(), chart: olderChart }));
    expect(lines.filter(({ role }) => later.includes(role)).map(({ role, amount }) => [role, amount])).toEqual([
      ['collection-fees', 23_800n], ['gateway-clearing', 50_000n], ['gateway-fees', 750n], ['gateway-clearing', -50_000n],
    ]);
    const codes = accountRoles.map((role) => olderChart.account('DE', role).code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('a direct debit of 119.00 is collected and returned: the claim is back, the bank’s 3.00 for it are an expense', () => {
    const collected = [received('119.00', '2026-03-10'), identified('119.00'), allocated('119.00')];
    expect(journal(...collected, undone('119.00'), reversed('119.00'), bankFee('3.00'))).toEqual({
      bank: '-3.00', 'bank-charges': '3.00', receivables: nothing, 'unidentified-receipts': nothing, 'unapplied-receipts': nothing,
    });
  });

  it('a gateway takes 500.00, pays out less 7.50, loses it to a chargeback of 20.00 and gets it back when that is won', () => {
    const paid = [received('500.00', '2026-03-10', heldBy), identified('500.00'), allocated('500.00')];
    expect(journal(...paid)).toMatchObject({ 'gateway-clearing': '500.00', receivables: '-500.00' });
    const out = [...paid, payout('500.00', '7.50', '492.50')];
    expect(journal(...out)).toMatchObject({ bank: '492.50', 'gateway-fees': '7.50', 'gateway-clearing': nothing, receivables: '-500.00' });
    const lost = [...out, undone('500.00'), reversed('500.00', heldBy), payout('-500.00', '20.00', '-520.00')];
    expect(journal(...lost)).toMatchObject({ bank: '-27.50', 'gateway-fees': '27.50', 'gateway-clearing': nothing, receivables: nothing });
    const won = [...lost, ...paid, payout('500.00', '0.00', '500.00')];
    expect(journal(...won)).toEqual({
      bank: '472.50', 'gateway-fees': '27.50', 'gateway-clearing': nothing, receivables: '-500.00', 'unidentified-receipts': nothing, 'unapplied-receipts': nothing,
    });
  });

  it('a gateway’s refund leaves the clearing account, not the bank', () => {
    const refunded: LedgerEvent = {
      type: 'RefundPaid', data: { ...own, refundId: 'r', source: { kind: 'receipt', id: 'p' }, paidOn: '2026-03-12', amount: '40.00', baseAmount: '40.00', ...heldBy },
    };
    expect(journal(refunded)).toEqual({ 'unapplied-receipts': '40.00', 'gateway-clearing': '-40.00' });
  });

  it('a post-dated cheque is booked on the day that it counts from', () => {
    const lines = postings(received('80.00', '2026-04-01', { method: 'cheque' }), { calendar: new Calendar(), chart });
    expect(lines.map(({ role, amount, effectiveDate }) => [role, amount, effectiveDate])).toEqual([
      ['bank', 8000n, '2026-04-01'], ['unidentified-receipts', -8000n, '2026-04-01'],
    ]);
  });

  it('interest that the bank pays is income; interest that it takes is a charge, and a charge given back lessens them', () => {
    expect(journal(bankFee('-1.23', { kind: 'interest' }))).toEqual({ bank: '1.23', 'interest-income': '-1.23' });
    expect(journal(bankFee('4.56', { kind: 'interest' }))).toEqual({ bank: '-4.56', 'bank-charges': '4.56' });
    expect(journal(bankFee('-3.00'))).toEqual({ bank: '3.00', 'bank-charges': '-3.00' });
  });
});
