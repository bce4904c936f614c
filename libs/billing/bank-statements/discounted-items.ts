import { Decimal, decimalOf, formatMinor, knownCurrency, roundToMoney, type RoundingMode } from '#money';
import type { OpenItemDraft } from '#ledger';
import type { MatchingRecords } from '#read-models';

/**
 * Open items with the discount that their invoice's terms allow, rounded as the legal entity rounds. One that anything was
 * paid or credited of has none here: how much of it may still be kept back is for a person to say.
 */
export function discountedItems({ items, earlyPayments }: Pick<MatchingRecords, 'items' | 'earlyPayments'>, mode: RoundingMode): readonly OpenItemDraft[] {
  return items.map((item) => {
    const terms = earlyPayments.get(item.invoiceId);
    if (terms === undefined || item.open !== terms.gross) return item;
    const currency = knownCurrency(item.currency);
    const share = new Decimal(formatMinor(item.open, currency.digits)).times(decimalOf(terms.percent)).div(100);
    return { ...item, discount: { amount: roundToMoney(share, currency, mode).minor, until: terms.until } };
  });
}
