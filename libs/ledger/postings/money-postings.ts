import type { AllocationReversed, PaymentAllocated } from '../account/account.events';
import type { PaymentIdentificationReversed, PaymentIdentified, PaymentReceived, PaymentReversed } from '../payment/payment.events';
import { accountParts } from '../stream-name';
import { bothOf, exchangeDifference, line, minorIn, negative, placeOf, transfer, type DraftLine, type Entry, type MoneyFrame } from './draft-line';

type Dated<Data> = Data & { readonly currency: string; readonly baseCurrency: string };

const frame = (data: { readonly currency: string; readonly baseCurrency: string }, effectiveDate: string): MoneyFrame => ({
  effectiveDate, currency: data.currency, baseCurrency: data.baseCurrency,
});

export function receivedEntry(data: PaymentReceived['data']): Entry {
  const on = frame(data, data.receivedOn);
  return { entityId: data.entityId, drafts: transfer(on, bothOf(on, data), { debit: placeOf(data), credit: 'unidentified-receipts' }) };
}

export function identifiedEntry(data: PaymentIdentified['data']): Entry {
  const on = frame(data, data.identifiedOn);
  const drafts = data.splits.flatMap((split) =>
    transfer(on, bothOf(on, split), { debit: 'unidentified-receipts', credit: 'unapplied-receipts' }, split.accountId),
  );
  return { entityId: accountParts(data.splits[0]!.accountId).entityId, drafts };
}

export function identificationReversedEntry(data: PaymentIdentificationReversed['data']): Entry {
  const on = frame(data, data.reversedOn);
  const drafts = transfer(on, bothOf(on, data), { debit: 'unapplied-receipts', credit: 'unidentified-receipts' }, data.accountId);
  return { entityId: accountParts(data.accountId).entityId, drafts };
}

export function reversedEntry(data: PaymentReversed['data']): Entry {
  const on = frame(data, data.valueDate);
  const drafts = data.parts.flatMap((part) =>
    transfer(on, bothOf(on, part), { debit: part.accountId === undefined ? 'unidentified-receipts' : 'unapplied-receipts', credit: placeOf(data) }, part.accountId),
  );
  return { entityId: data.entityId, drafts };
}

type Allocation = Dated<PaymentAllocated['data'] | AllocationReversed['data']>;
type Item = Allocation['items'][number];

/**
 * Unapplied money against receivables. Where the two stand at different rates the difference is realised gain or loss;
 * where they are in different currencies both pass through the exchange account. Undone: the same with other signs.
 */
export function allocationEntry(data: Allocation, effectiveDate: string, undone: boolean): Entry {
  const on = frame(data, effectiveDate);
  const drafts = data.items.flatMap((item) => itemDrafts(on, data, item));
  // What was a gain is taken back as a gain: the sign turns, the account stays.
  const signed = undone ? drafts.map((draft) => ({ ...draft, ...negative(draft) })) : drafts;
  return { entityId: accountParts(data.accountId).entityId, drafts: signed };
}

function itemDrafts(on: MoneyFrame, data: Allocation, item: Item): DraftLine[] {
  const source = data.source.kind === 'receipt' ? 'unapplied-receipts' : 'credits-to-apply';
  const used = bothOf(on, item);
  const itemBase = item.itemBaseAmount === undefined ? used.baseAmount : minorIn(item.itemBaseAmount, on.baseCurrency);
  if (item.itemCurrency === undefined || item.itemAmount === undefined) {
    return [
      line(on, source, used, data.accountId),
      line(on, 'receivables', { amount: -used.amount, baseAmount: -itemBase }, data.accountId),
      ...exchangeDifference(on, used.baseAmount - itemBase),
    ];
  }
  const other: MoneyFrame = { ...on, currency: item.itemCurrency };
  const settled = minorIn(item.itemAmount, item.itemCurrency);
  return [
    line(on, source, used, data.accountId),
    line(on, 'exchange', negative(used)),
    line(other, 'exchange', { amount: settled, baseAmount: used.baseAmount }),
    line(other, 'receivables', { amount: -settled, baseAmount: -itemBase }, data.accountId),
    ...exchangeDifference(other, used.baseAmount - itemBase),
  ];
}
