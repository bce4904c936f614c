import { knownCurrency, parseAmount } from '#money';
import { refusal, type Refusal } from '../refusal';
import type { OpenItem, Source } from './account.state';
import type { NamedItem } from './allocate-payment';
import { payableOn, type PlannedPart, type Unapplied } from './allocation-plan';
import { exceedsOpen } from './allocation-refusals';
import { shareOfLeft } from './base-share';

interface Asked {
  readonly named: NamedItem;
  readonly rest: Unapplied;
}

/**
 * So much of an item in another currency, by so much of the money: the clerk says both, as the two sides agreed. Each
 * side takes its own share in base currency, so the realised difference follows from the two rates on record.
 *
 * Precondition: items and money are in different currencies, and both amounts are given.
 */
export function settleAcross(source: Source, on: string, items: readonly OpenItem[], { named, rest }: Asked): PlannedPart[] | Refusal {
  const open = items.filter((item) => payableOn(item, on) > 0n);
  const item = open[0] ?? items[0];
  if (item === undefined) {
    throw new Error('a settlement across currencies names no item');
  }
  if (open.length > 1) {
    const message = `Invoice ${named.invoiceId} has ${open.length} open instalments; name the one that is settled in another currency.`;
    return refusal('invalid', 'ALLOCATION.INSTALMENT_UNNAMED', message, { invoiceId: named.invoiceId });
  }
  const amount = positive(named, 'amount', source.currency);
  if (typeof amount !== 'bigint') {
    return amount;
  }
  const itemAmount = positive(named, 'settles', item.currency);
  if (typeof itemAmount !== 'bigint') {
    return itemAmount;
  }
  if (itemAmount > payableOn(item, on)) {
    return exceedsOpen([item], on, itemAmount);
  }
  // The caller refuses money that is not there; what leaves the money in base is at most what it stands at.
  const used = amount < rest.unapplied ? amount : rest.unapplied;
  const baseAmount = shareOfLeft(used, rest.unapplied, rest.baseUnapplied);
  return [{ item, on, amount, baseAmount, itemAmount, itemBaseAmount: shareOfLeft(itemAmount, item.open, item.baseOpen) }];
}

function positive(named: NamedItem, field: 'amount' | 'settles', currency: string): bigint | Refusal {
  const parsed = parseAmount(named[field] ?? '', knownCurrency(currency));
  if (parsed.ok && parsed.money.minor > 0n) {
    return parsed.money.minor;
  }
  const why = parsed.ok ? 'it is not more than zero' : parsed.problem.message;
  return refusal('invalid', 'ALLOCATION.AMOUNT', `The ${field} for invoice ${named.invoiceId}, in ${currency}: ${why}.`, { invoiceId: named.invoiceId, field });
}
