import { apportion, formatMinor, knownCurrency, parseAmount } from '#money';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { deductionAnswer, type DeductionAcceptedAnswer } from './accept-deduction';
import { payableOn } from './allocation-plan';
import { decideApplyMoney, type ApplyMoney, type MoneyAppliedAnswer } from './apply-money';
import type { PaymentAllocated } from './account.events';
import type { AccountState, OpenItem } from './account.state';
import type { HandOver } from './care.state';
import type { DeductionAccepted, WriteOffReversed } from './correction.events';
import { unknownHandOver } from './hand-over';

/**
 * An agency paid out what it collected less its commission. The receipt is in the account; it is applied to the items
 * the agency has, and the commission is accepted as settled with it, so that an item it collected whole closes.
 */
export interface ApplyAgencyReceipt {
  readonly accountId: string;
  readonly handoverId: string;
  /** The receipt: the net amount. */
  readonly paymentId: string;
  readonly inputHash: string;
  readonly receivedOn: string;
  readonly today: string;
  readonly currency: string;
  /** What came in. */
  readonly amount: string;
  /** What the agency kept; zero is allowed. */
  readonly commission: string;
}

/** Under this request the money of an agency's receipt is applied. */
export const agencyAllocationId = (paymentId: string): string => `agency~${paymentId}`;

export function decideApplyAgencyReceipt(
  command: ApplyAgencyReceipt,
  state: AccountState,
): Decision<PaymentAllocated | WriteOffReversed | DeductionAccepted, MoneyAppliedAnswer> {
  const { accountId, handoverId, paymentId, inputHash, receivedOn, today } = command;
  const requestId = agencyAllocationId(paymentId);
  const head = { accountId, requestId, inputHash, source: { kind: 'receipt' as const, id: paymentId }, allocatedOn: receivedOn, today };
  const facts = () => ({ document: null, tolerance: null, mode: 'half-up' as const });
  if (state.allocations.has(requestId)) {
    // Decided before: the answer is taken from the record, not from what is open now.
    const known = decideApplyMoney({ ...head, items: [], deductions: [] }, state, facts);
    return known.kind === 'refused' ? known : accept([], { ...known.answer, deductions: recordedCommissions(state, requestId) });
  }
  const handOver = state.care.handOvers.get(handoverId);
  if (handOver === undefined) {
    return refuse(unknownHandOver(accountId, handoverId));
  }
  const planned = planReceipt(command, state, handOver);
  return 'code' in planned ? refuse(planned) : decideApplyMoney({ ...head, ...planned }, state, facts);
}

const recordedCommissions = (state: AccountState, requestId: string): DeductionAcceptedAnswer[] =>
  [...state.deductions.values()].filter(({ data }) => data.deductionId.startsWith(`${requestId}~`)).map(({ data }) => deductionAnswer(data));

/** Why an agency's receipt cannot be applied, looked at before the money is recorded; null: it can. */
export function refuseAgencyReceipt(command: ApplyAgencyReceipt, state: AccountState): Refusal | null {
  const handOver = state.care.handOvers.get(command.handoverId);
  if (handOver === undefined) {
    return unknownHandOver(command.accountId, command.handoverId);
  }
  if (state.allocations.has(agencyAllocationId(command.paymentId))) {
    return null;
  }
  const planned = planReceipt(command, state, handOver);
  return 'code' in planned ? planned : null;
}

type Planned = Pick<ApplyMoney, 'items'> & Required<Pick<ApplyMoney, 'deductions'>>;

/** The collected amount goes to the items oldest due first; each bears its share of the commission. */
function planReceipt(command: ApplyAgencyReceipt, state: AccountState, { handed }: HandOver): Planned | Refusal {
  const currency = knownCurrency(handed.currency);
  const net = parseAmount(command.amount, currency);
  const commission = parseAmount(command.commission, currency, { allowNegative: false });
  if (command.currency !== handed.currency || !net.ok || !commission.ok) {
    const message = `Hand-over ${command.handoverId} is in ${handed.currency}; send what came in and the commission in it.`;
    return refusal('invalid', 'AGENCY_RECEIPT.AMOUNT', message, { handoverId: command.handoverId, currency: handed.currency });
  }
  const parts = collectedParts(handed.items.flatMap((named) => itemOf(state, named) ?? []), net.money.minor + commission.money.minor, command.receivedOn);
  const collected = parts.reduce((sum, part) => sum + part.amount, 0n);
  if (collected === 0n || collected <= commission.money.minor) {
    const open = formatMinor(collected, currency.digits);
    const message =
      `Of what hand-over ${command.handoverId} gave to the agency ${open} ${handed.currency} is open on ${command.receivedOn}: ` +
      `too little to bear the commission. Receive the payment by itself and allocate it.`;
    return refusal('conflict', 'AGENCY_RECEIPT.NOTHING_OPEN', message, { handoverId: command.handoverId, open });
  }
  const shares = apportion({ currency, minor: commission.money.minor }, parts.map(({ amount }) => amount));
  const text = (minor: bigint): string => formatMinor(minor, currency.digits);
  const pieces = parts.map(({ item, amount }, index) => ({ item, amount, share: shares[index]?.minor ?? 0n }));
  return {
    items: pieces
      .filter(({ amount, share }) => amount > share)
      .map(({ item, amount, share }) => ({ invoiceId: item.invoiceId, instalment: item.instalment, amount: text(amount - share) })),
    deductions: pieces
      .filter(({ share }) => share > 0n)
      .map(({ item, share }) => ({
        kind: 'commission' as const, invoiceId: item.invoiceId, instalment: item.instalment, amount: text(share), reason: `commission of ${handed.agency}`.slice(0, 1000) })),
  };
}

const itemOf = (state: AccountState, { invoiceId, instalment }: Pick<OpenItem, 'invoiceId' | 'instalment'>): OpenItem | undefined =>
  state.invoices.get(invoiceId)?.items.find((item) => item.instalment === instalment);

function collectedParts(items: readonly OpenItem[], gross: bigint, day: string): { readonly item: OpenItem; readonly amount: bigint }[] {
  const parts: { item: OpenItem; amount: bigint }[] = [];
  let left = gross;
  for (const item of items) {
    const payable = payableOn(item, day);
    const amount = payable < left ? payable : left;
    if (amount > 0n) {
      parts.push({ item, amount });
      left -= amount;
    }
  }
  return parts;
}
