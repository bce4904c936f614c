import type { DisputeOpened, DisputeResolved, InvoiceEntered } from './account.events';
import type { AccountState, OpenItem } from './account.state';
import { keepQueued } from './due-queue';
import { invoiceOf } from './open-items';

/** Puts the item where automatic allocation finds it, or takes it away, as its open amount and dispute say. */
export function requeue(state: AccountState, item: OpenItem): void {
  let queue = state.queues.get(item.currency);
  if (queue === undefined) {
    queue = [];
    state.queues.set(item.currency, queue);
  }
  const disputed = (state.invoices.get(item.invoiceId)?.disputeId ?? null) !== null;
  keepQueued(queue, item, item.open > 0n && !disputed);
}

export function foldInvoice(state: AccountState, data: InvoiceEntered['data']): void {
  const invoice = invoiceOf(data, state.items.length);
  state.invoices.set(invoice.invoiceId, invoice);
  state.invoicesByNumber.set(invoice.documentNumber, [...(state.invoicesByNumber.get(invoice.documentNumber) ?? []), invoice]);
  for (const item of invoice.items) {
    state.items.push(item);
    requeue(state, item);
  }
  state.awaited.delete(invoice.invoiceId);
  state.awaited.delete(invoice.documentNumber);
}

export function foldDisputeOpened(state: AccountState, data: DisputeOpened['data'], inputHash: string): void {
  const { disputeId, invoiceId, openedOn } = data;
  state.disputes.set(disputeId, { disputeId, invoiceId, openedOn, resolvedOn: null });
  state.requests.set(`dispute:${disputeId}`, inputHash);
  setDispute(state, invoiceId, disputeId);
}

export function foldDisputeResolved(state: AccountState, data: DisputeResolved['data'], inputHash: string): void {
  const dispute = state.disputes.get(data.disputeId);
  if (dispute === undefined) {
    throw new Error(`dispute ${data.disputeId} was resolved and never opened`);
  }
  dispute.resolvedOn = data.resolvedOn;
  state.requests.set(`resolution:${data.requestId}`, inputHash);
  setDispute(state, dispute.invoiceId, null);
}

function setDispute(state: AccountState, invoiceId: string, disputeId: string | null): void {
  const invoice = state.invoices.get(invoiceId);
  if (invoice === undefined) {
    throw new Error(`invoice ${invoiceId} is disputed and was never entered`);
  }
  invoice.disputeId = disputeId;
  if (disputeId === null) {
    state.openDisputes.delete(invoiceId);
  } else {
    state.openDisputes.add(invoiceId);
  }
  for (const item of invoice.items) {
    requeue(state, item);
  }
}
