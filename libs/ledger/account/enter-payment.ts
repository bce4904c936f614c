import { formatMinor, knownCurrency, minorOf } from '#money';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { PaymentAllocated, PaymentEntered } from './account.events';
import type { AccountState } from './account.state';
import { allocatedAnswer, allocationsUnder, recordedAllocation, type AllocationAnswer } from './allocation-answer';
import { allocationEvents, planAllocation } from './allocation-plan';
import { automaticWishes } from './automatic-allocation';
import { copyTimeline, emptyTimeline, move } from './timeline';

/** Money was identified as this account's. The content is that of the receipt and of its identification. */
export type EnterPayment = PaymentEntered['data'] & {
  /** Id of the automatic allocation; made from the payment's and the identification's id. */
  readonly allocationId: string;
  /** True: a settlement taken over from another book; the allocation says so. */
  readonly imported?: boolean;
};

export interface PaymentEnteredAnswer {
  readonly paymentId: string;
  readonly identificationId: string;
  readonly allocations: readonly AllocationAnswer[];
  /** What of this identification stays unapplied. */
  readonly unapplied: string;
}

/**
 * Enters identified money and applies it in the same append. Never refused for what the account looks like; an
 * identification that is entered already changes nothing.
 */
export function decideEnterPayment(
  command: EnterPayment,
  state: AccountState,
): Decision<PaymentEntered | PaymentAllocated, PaymentEnteredAnswer> {
  const { allocationId, imported, ...data } = command;
  const { accountId, paymentId, identificationId, currency, baseCurrency } = data;
  const { digits } = knownCurrency(currency);
  const amount = minorOf(data.amount, digits);
  const receipt = state.receipts.get(paymentId);
  const entry = receipt?.entries.get(identificationId);
  if (entry !== undefined) {
    if (entry.amount !== amount || entry.identifiedOn !== data.identifiedOn || receipt?.currency !== currency) {
      const message = `Identification ${identificationId} of payment ${paymentId} is entered with other content; it never changes.`;
      return refuse(refusal('conflict', 'ACCOUNT.PAYMENT_CONFLICT', message, { paymentId, identificationId }));
    }
    return accept([], enteredAnswer(command, amount, allocationsUnder(state, allocationId).map(recordedAllocation)));
  }
  const timeline = receipt === undefined ? emptyTimeline() : copyTimeline(receipt.timeline);
  move(timeline, data.identifiedOn, amount);
  const asked = automaticWishes(
    state,
    { currency, reference: data.reference ?? null, instruction: data.instruction ?? null },
    imported,
  );
  const purse = {
    timeline,
    from: data.identifiedOn,
    left: amount,
    unapplied: amount + (receipt?.unapplied ?? 0n),
    baseUnapplied: minorOf(data.baseAmount, knownCurrency(baseCurrency).digits) + (receipt?.baseUnapplied ?? 0n),
  };
  const planned = planAllocation(purse, asked.wishes);
  const source = { kind: 'receipt', id: paymentId, currency, baseCurrency } as const;
  const allocated = allocationEvents({ accountId, allocationId, source, rule: asked.rule }, planned);
  return accept([{ type: 'PaymentEntered', data }, ...allocated], enteredAnswer(command, amount, allocated.map(allocatedAnswer)));
}

function enteredAnswer(
  { paymentId, identificationId, currency }: EnterPayment,
  amount: bigint,
  allocations: readonly AllocationAnswer[],
): PaymentEnteredAnswer {
  const { digits } = knownCurrency(currency);
  const applied = allocations.flatMap(({ items }) => items).reduce((sum, item) => sum + minorOf(item.amount, digits), 0n);
  return { paymentId, identificationId, allocations, unapplied: formatMinor(amount - applied, digits) };
}
