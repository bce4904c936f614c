import { formatMinor, knownCurrency, minorOf } from '#money';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { PaymentAllocated, PaymentEntered } from './account.events';
import type { AccountState, EnteredInvoice, Source } from './account.state';
import { allocatedAnswer, allocationsUnder, recordedAllocation, type AllocationAnswer } from './allocation-answer';
import { allocationEvents, planAllocation, type Purse } from './allocation-plan';
import { automaticWishes } from './automatic-allocation';
import type { WriteOffReversed } from './correction.events';
import { findInvoice } from './find-invoice';
import { namesOf } from './open-items';
import { decideWithRecovery } from './recovery';
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
 * Enters identified money and applies it in the same append; a written-off invoice that it names comes back for it. Never refused for what the account looks like; an
 * identification that is entered already changes nothing.
 */
export function decideEnterPayment(
  command: EnterPayment,
  state: AccountState,
): Decision<PaymentEntered | PaymentAllocated | WriteOffReversed, PaymentEnteredAnswer> {
  const { accountId, allocationId } = command;
  return decideWithRecovery(state, namedBy(command, state), { accountId, idPrefix: allocationId }, (seen) => enter(command, seen));
}

/** The invoices in its currency that a receipt names: money that names a written-off one brings it back. */
function namedBy({ instruction, reference, currency }: EnterPayment, state: AccountState): (EnteredInvoice | undefined)[] {
  const names = namesOf({ instruction: instruction ?? null, reference: reference ?? null });
  return names.map((name) => findInvoice(state, name)).filter((invoice) => invoice?.currency === currency);
}

function enter(command: EnterPayment, state: AccountState): Decision<PaymentEntered | PaymentAllocated, PaymentEnteredAnswer> {
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
  const asked = automaticWishes(
    state,
    { currency, reference: data.reference ?? null, instruction: data.instruction ?? null },
    imported,
  );
  const purse = purseAfter(data, amount, receipt);
  const planned = planAllocation(purse, asked.wishes);
  const source = { kind: 'receipt', id: paymentId, currency, baseCurrency } as const;
  const allocated = allocationEvents({ accountId, allocationId, source, rule: asked.rule }, planned);
  return accept([{ type: 'PaymentEntered', data }, ...allocated], enteredAnswer(command, amount, allocated.map(allocatedAnswer)));
}

/** Only what has just come in is spent, beside what lay there before. */
function purseAfter(data: PaymentEntered['data'], amount: bigint, receipt: Source | undefined): Purse {
  const timeline = receipt === undefined ? emptyTimeline() : copyTimeline(receipt.timeline);
  move(timeline, data.identifiedOn, amount);
  return {
    timeline,
    from: data.identifiedOn,
    left: amount,
    unapplied: amount + (receipt?.unapplied ?? 0n),
    baseUnapplied: minorOf(data.baseAmount, knownCurrency(data.baseCurrency).digits) + (receipt?.baseUnapplied ?? 0n),
  };
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
