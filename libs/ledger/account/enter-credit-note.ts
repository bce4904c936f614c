import { formatMinor, knownCurrency, minorOf } from '#money';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { CreditNoteEntered, PaymentAllocated } from './account.events';
import type { AccountState, CreditNote } from './account.state';
import { allocatedAnswer, allocationsUnder, recordedAllocation, type AllocationAnswer } from './allocation-answer';
import { allocationEvents, byDueDate, planAllocation, type Wish } from './allocation-plan';
import type { DeductionReversed, WriteOffReversed } from './correction.events';
import { decideWithDeductionsBack } from './deductions-back';
import { decideWithRecovery } from './recovery';
import { emptyTimeline, move } from './timeline';

/** A credit note of this account was issued. The content is that of the document. */
export type EnterCreditNote = CreditNoteEntered['data'] & {
  /** Id of its allocation; made from the credit note's id. */
  readonly allocationId: string;
  /** It cancels an invoice as a whole. */
  readonly cancels?: true;
  /** The invoice that the rest is applied to: the one that settles the prepayment it takes back. */
  readonly appliesToInvoiceId?: string;
};

export interface CreditNoteEnteredAnswer {
  readonly creditNoteId: string;
  readonly allocations: readonly AllocationAnswer[];
  /** What stays as a credit to be applied or paid back. */
  readonly unapplied: string;
}

/**
 * Enters an issued credit note and reduces what is open of the invoices its lines name, each by no more than was
 * credited of it. What of them was written off comes back first, with its relieved tax: else the same debt, and its tax,
 * would be given up twice, and the customer would have a credit for what was never paid. A cancellation takes back the
 * deductions accepted on its invoice for the same reason. What is left stays an unapplied credit. A credit note that is entered already changes nothing.
 *
 * @throws Error when it was never requested: a credit note is only issued after its request.
 */
export function decideEnterCreditNote(
  command: EnterCreditNote,
  state: AccountState,
): Decision<CreditNoteEntered | PaymentAllocated | WriteOffReversed | DeductionReversed, CreditNoteEnteredAnswer> {
  const { accountId, allocationId, creditNoteId, currency, cancels, issueDate } = command;
  const credited = state.credits.has(creditNoteId) ? [] : [...(state.creditNotes.get(creditNoteId)?.grossByInvoice.keys() ?? [])];
  const named = credited.map((invoiceId) => state.invoices.get(invoiceId)).filter((invoice) => invoice?.currency === currency);
  const head = { accountId, idPrefix: allocationId, reason: 'its invoice was credited after it was written off' };
  const cancelled = { invoiceIds: new Set(cancels === true ? credited : []), on: issueDate, idPrefix: allocationId };
  return decideWithDeductionsBack(state, cancelled, (undone) =>
    decideWithRecovery(undone, named.map((invoice) => undone.invoices.get(invoice?.invoiceId ?? '')), head, (found) => enterNote(command, found)),
  );
}

function enterNote(command: EnterCreditNote, state: AccountState): Decision<CreditNoteEntered | PaymentAllocated, CreditNoteEnteredAnswer> {
  const { allocationId, cancels, appliesToInvoiceId, ...data } = command;
  const { accountId, creditNoteId, currency, baseCurrency, issueDate } = data;
  const { digits } = knownCurrency(currency);
  const gross = minorOf(data.gross, digits);
  const entered = state.credits.get(creditNoteId);
  if (entered !== undefined) {
    if (entered.currency !== currency || entered.from !== issueDate) {
      const message = `Credit note ${creditNoteId} is entered with other content; an issued credit note never changes.`;
      return refuse(refusal('conflict', 'ACCOUNT.CREDIT_NOTE_CONFLICT', message, { creditNoteId }));
    }
    return accept([], answer(creditNoteId, gross, digits, allocationsUnder(state, allocationId).map(recordedAllocation)));
  }
  const note = state.creditNotes.get(creditNoteId);
  if (note === undefined || note.status === 'refused') {
    throw new Error(`credit note ${creditNoteId} was issued without a request in account ${accountId}`);
  }
  const timeline = emptyTimeline();
  move(timeline, issueDate, gross);
  const baseUnapplied = minorOf(data.baseGross, knownCurrency(baseCurrency).digits);
  const planned = planAllocation({ timeline, from: issueDate, left: gross, unapplied: gross, baseUnapplied }, [...wishesOf(state, note, currency), ...wishOf(state, appliesToInvoiceId, currency)]);
  const source = { kind: 'credit', id: creditNoteId, currency, baseCurrency } as const;
  const rule = cancels === true ? 'cancellation' : 'credit-note';
  const own = allocationEvents({ accountId, allocationId, source, rule }, planned.filter(({ item }) => item.invoiceId !== appliesToInvoiceId));
  const rest = planned.filter(({ item }) => item.invoiceId === appliesToInvoiceId);
  const allocated = [...own, ...allocationEvents({ accountId, allocationId, source, rule: 'prepayment' }, rest, own.length)];
  return accept([{ type: 'CreditNoteEntered', data }, ...allocated], answer(creditNoteId, gross, digits, allocated.map(allocatedAnswer)));
}

function wishesOf(state: AccountState, { grossByInvoice }: CreditNote, currency: string): Wish[] {
  return [...grossByInvoice].flatMap(([invoiceId, atMost]) => {
    const invoice = state.invoices.get(invoiceId);
    return invoice === undefined || invoice.currency !== currency ? [] : [{ items: byDueDate(invoice), atMost }];
  });
}

/** As much as is left of the credit. */
function wishOf(state: AccountState, invoiceId: string | undefined, currency: string): Wish[] {
  const invoice = invoiceId === undefined ? undefined : state.invoices.get(invoiceId);
  return invoice === undefined || invoice.currency !== currency ? [] : [{ items: byDueDate(invoice), atMost: null }];
}

function answer(creditNoteId: string, gross: bigint, digits: number, allocations: readonly AllocationAnswer[]): CreditNoteEnteredAnswer {
  const applied = allocations.flatMap(({ items }) => items).reduce((sum, { amount }) => sum + minorOf(amount, digits), 0n);
  return { creditNoteId, allocations, unapplied: formatMinor(gross - applied, digits) };
}
