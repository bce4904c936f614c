import { accept, refusal, refuse, type Decision } from '../refusal';
import type { InvoiceEntered, PaymentAllocated } from './account.events';
import type { AccountState, EnteredInvoice, Source } from './account.state';
import { allocatedAnswer, allocationsUnder, recordedAllocation, type AllocationAnswer } from './allocation-answer';
import { allocationEvents, planAllocation, purseOf, type PlannedPart } from './allocation-plan';
import { awaitedWishes } from './automatic-allocation';
import { invoiceOf } from './open-items';
import { move } from './timeline';

/** An invoice of this account was issued, here or elsewhere. The content is that of the document. */
export type EnterInvoice = InvoiceEntered['data'] & {
  /** Start of the ids of allocations that money waiting for this invoice makes; made from the invoice's id. */
  readonly allocationId: string;
};

export interface InvoiceEnteredAnswer {
  readonly invoiceId: string;
  /** Allocations of money that had named this invoice. */
  readonly allocations: readonly AllocationAnswer[];
}

/**
 * Enters an issued invoice and tries unapplied money that names it. Never refused for what the account looks like;
 * an invoice that is entered already changes nothing.
 */
export function decideEnterInvoice(
  command: EnterInvoice,
  state: AccountState,
): Decision<InvoiceEntered | PaymentAllocated, InvoiceEnteredAnswer> {
  const { allocationId, ...data } = command;
  const invoice = invoiceOf(data, state.items.length);
  const entered = state.invoices.get(invoice.invoiceId);
  if (entered !== undefined) {
    return repeated(entered, invoice, allocationsUnder(state, allocationId).map(recordedAllocation));
  }
  const allocated = allocateAwaiting(state, invoice, data.accountId, allocationId);
  const allocations = allocated.map(allocatedAnswer);
  return accept([{ type: 'InvoiceEntered', data }, ...allocated], { invoiceId: invoice.invoiceId, allocations });
}

function repeated(
  entered: EnteredInvoice,
  invoice: EnteredInvoice,
  allocations: readonly AllocationAnswer[],
): Decision<never, InvoiceEnteredAnswer> {
  const same =
    entered.documentNumber === invoice.documentNumber &&
    entered.gross === invoice.gross &&
    entered.currency === invoice.currency &&
    entered.issueDate === invoice.issueDate;
  if (!same) {
    return refuse(
      refusal('conflict', 'ACCOUNT.INVOICE_CONFLICT', `Invoice ${invoice.invoiceId} is entered with other content; an issued invoice never changes.`, {
        invoiceId: invoice.invoiceId,
      }),
    );
  }
  return accept([], { invoiceId: invoice.invoiceId, allocations });
}

function allocateAwaiting(state: AccountState, invoice: EnteredInvoice, accountId: string, firstId: string): PaymentAllocated[] {
  const waiting = new Set<Source>([
    ...(state.awaited.get(invoice.invoiceId) ?? []),
    ...(state.awaited.get(invoice.documentNumber) ?? []),
  ]);
  const events: PaymentAllocated[] = [];
  for (const source of [...waiting].sort(oldestFirst)) {
    const asked = source.unapplied > 0n ? awaitedWishes(source, invoice) : null;
    if (asked === null) {
      continue;
    }
    const planned = planAllocation(purseOf(source), asked.wishes);
    // The invoice is not on record yet, so its items are ours to change: the next receipt finds what is left.
    planned.forEach(takeFromItem);
    events.push(...allocationEvents({ accountId, allocationId: firstId, source, rule: asked.rule }, planned, events.length));
  }
  return events;
}

const oldestFirst = (left: Source, right: Source): number =>
  left.from === right.from ? (left.id < right.id ? -1 : 1) : left.from < right.from ? -1 : 1;

function takeFromItem({ item, on, itemAmount, itemBaseAmount }: PlannedPart): void {
  move(item.timeline, on, -itemAmount);
  item.open -= itemAmount;
  item.baseOpen -= itemBaseAmount;
}
