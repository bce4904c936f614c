import { formatMinor, knownCurrency } from '#money';
import { refusal, type Refusal } from '../refusal';
import type { EnteredInvoice, OpenItem, Source } from './account.state';
import { payableOn } from './allocation-plan';
import { lowestFrom, type Lowest } from './timeline';

/** The side of the debt gives no more: which invoice, on which day, how much can be paid. */
export function exceedsOpen(items: readonly OpenItem[], on: string, asked: bigint): Refusal {
  const item = items[0];
  if (item === undefined) {
    throw new Error('an allocation names no item');
  }
  const { digits } = knownCurrency(item.currency);
  const available = items.reduce((sum, one) => sum + payableOn(one, on), 0n);
  const low = on < item.issueDate ? { on: item.issueDate, amount: 0n } : lowestFrom(item.timeline, on);
  const why =
    on < item.issueDate
      ? `it is issued on ${item.issueDate}; allocate on that day or later`
      : `only ${formatMinor(available, digits)} ${item.currency} can still be paid, as it stands on ${low.on}; allocate no more than that, or on a later day`;
  return refusal('conflict', 'ALLOCATION.EXCEEDS_OPEN', `Invoice ${item.invoiceId} on ${on}: ${why}.`, {
    side: 'item',
    invoiceId: item.invoiceId,
    date: on,
    lowestOn: low.on,
    asked: formatMinor(asked, digits),
    available: formatMinor(available, digits),
  });
}

/** The side of the money gives no more: which source, on which day, how much is unapplied. */
export function exceedsUnapplied(source: Source, on: string, asked: bigint, money: Lowest): Refusal {
  const { digits } = knownCurrency(source.currency);
  const available = formatMinor(money.amount > 0n ? money.amount : 0n, digits);
  const message = `Of ${source.kind} ${source.id} only ${available} ${source.currency} is unapplied from ${on} on (lowest on ${money.on}); take no more than that, or a later day.`;
  return refusal('conflict', 'ALLOCATION.EXCEEDS_UNAPPLIED', message, {
    side: 'source',
    source: source.id,
    date: on,
    lowestOn: money.on,
    asked: formatMinor(asked, digits),
    available,
  });
}

/** A clerk named a document number that several open invoices of the account bear. */
export function ambiguousNumber(documentNumber: string, invoices: readonly EnteredInvoice[]): Refusal {
  const invoiceIds = invoices.map(({ invoiceId }) => invoiceId);
  const message = `Document number ${documentNumber} is borne by ${invoiceIds.length} open invoices of this account: ${invoiceIds.join(', ')}. Name the one you mean by its invoice id.`;
  return refusal('conflict', 'ALLOCATION.AMBIGUOUS', message, { documentNumber, invoiceIds });
}
