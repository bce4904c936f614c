import type { LedgerEvent } from '#ledger';
import type { Fact } from './log.test-kit';
import { digitsOf, entityOf, movements } from './movements.test-kit';

/**
 * A second bookkeeper: sums of the facts by what they say in words, without postings, folds or tables of the ledger.
 * Keys are `what entity currency` or `receivable account currency`; minor units; sums of zero are left out.
 */
export type Model = ReadonlyMap<string, bigint>;

class Sums {
  readonly all = new Map<string, bigint>();

  add(what: string, of: string, currency: string, amount: bigint): void {
    const key = `${what} ${of} ${currency}`;
    this.all.set(key, (this.all.get(key) ?? 0n) + amount);
  }

  model(): Model {
    return new Map([...this.all].filter(([, amount]) => amount !== 0n).sort(([left], [right]) => (left < right ? -1 : 1)));
  }
}

const total = (amounts: readonly string[]): bigint => amounts.reduce((sum, amount) => sum + digitsOf(amount), 0n);
const incomeOf = (purpose: string | undefined): string => (purpose === 'late-fee' || purpose === 'interest' ? purpose : 'revenue');

function document(sums: Sums, { type, data }: LedgerEvent): void {
  if (type !== 'InvoiceIssued' && type !== 'CreditNoteIssued') return;
  const sign = type === 'InvoiceIssued' ? 1n : -1n;
  sums.add('tax', data.entityId, data.currency, sign * total(data.taxSummary.map(({ tax }) => tax)));
  sums.add('base-tax', data.entityId, data.base.currency, sign * digitsOf(data.base.tax));
  sums.add('billed', data.entityId, data.currency, sign * digitsOf(data.totals.net));
  const income = incomeOf(data.purpose);
  if (type === 'InvoiceIssued') {
    for (const { net, recognition } of data.lines) {
      const earned = recognition.rule === 'at-issue' ? digitsOf(net) : total((recognition.schedule ?? []).map(({ amount }) => amount));
      sums.add(income, data.entityId, data.currency, earned);
    }
    return;
  }
  for (const { net, recognition } of data.lines) {
    const undone = recognition === undefined ? digitsOf(net) : total([recognition.fromRevenue, ...recognition.schedule.map(({ amount }) => amount)]);
    sums.add(income, data.entityId, data.currency, -undone);
  }
}

interface Moved {
  readonly currency: string;
  readonly amount: string;
  readonly baseCurrency: string;
  readonly baseAmount: string;
  readonly heldBy?: 'gateway';
}

function money(sums: Sums, { type, data }: LedgerEvent): void {
  const bank = (entityId: string, sign: bigint, moved: Moved): void => {
    const place = moved.heldBy ?? 'bank';
    sums.add(place, entityId, moved.currency, sign * digitsOf(moved.amount));
    sums.add(`base-${place}`, entityId, moved.baseCurrency, sign * digitsOf(moved.baseAmount));
  };
  if (type === 'PaymentReceived') bank(data.entityId, 1n, data);
  if (type === 'PaymentReversed') bank(data.entityId, -1n, data);
  if (type === 'RefundPaid') bank(entityOf(data.accountId), -1n, { ...data, baseAmount: data.bankBaseAmount ?? data.baseAmount });
  if (type === 'RefundReturned') bank(entityOf(data.accountId), 1n, data);
  if (type === 'GatewayPayoutSettled') {
    bank(data.entityId, 1n, { ...data, amount: data.net, baseAmount: data.baseNet });
    bank(data.entityId, -1n, { ...data, amount: data.gross, baseAmount: data.baseGross, heldBy: 'gateway' });
    sums.add('gateway-fees', data.entityId, data.currency, digitsOf(data.fees));
  }
  if (type === 'BankFeeCharged') {
    bank(data.entityId, -1n, data);
    // Interest that the bank pays is income of the same account as interest that is billed.
    const earned = data.kind === 'interest' && data.amount.startsWith('-') ? -digitsOf(data.amount) : 0n;
    sums.add('interest', data.entityId, data.currency, earned);
    sums.add('billed', data.entityId, data.currency, earned);
    sums.add('bank-charges', data.entityId, data.currency, digitsOf(data.amount) + earned);
  }
}

function corrections(sums: Sums, { type, data }: LedgerEvent): void {
  if (type === 'RevenueRecognised') sums.add('revenue', data.entityId, data.currency, digitsOf(data.amount));
  if (type !== 'DeductionAccepted' && type !== 'DeductionReversed' && type !== 'BadDebtTaxRelieved' && type !== 'WriteOffReversed') return;
  const sign = type === 'DeductionAccepted' || type === 'BadDebtTaxRelieved' ? -1n : 1n;
  const entityId = entityOf(data.accountId);
  if ('kind' in data && data.kind === 'bank-charge') {
    sums.add('bank-charges', entityId, data.currency, -sign * (digitsOf(data.amount) - total(data.taxes.map(({ amount }) => amount))));
  }
  sums.add('tax', entityId, data.currency, sign * total(data.taxes.map(({ amount }) => amount)));
  sums.add('base-tax', entityId, data.baseCurrency, sign * total(data.taxes.map(({ baseAmount }) => baseAmount)));
}

/** Everything that ever happens, future days of schedules included. */
export function modelOf(facts: readonly Fact[]): Model {
  const sums = new Sums();
  for (const { event } of facts) {
    document(sums, event);
    money(sums, event);
    corrections(sums, event);
  }
  for (const { kind, owner, currency, amount } of movements(facts)) {
    sums.add({ invoice: 'receivable', receipt: 'unapplied', credit: 'credit', unidentified: 'unidentified' }[kind], owner, currency, amount);
  }
  return sums.model();
}
