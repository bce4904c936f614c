import { decimalOf, formatMinor, type Currency, type RoundingMode } from '#money';
import { minorNear, netOf, type Claim, type ClaimContext } from '../claim';
import type { ValueTerms } from '../contract-terms';
import { itemStartsOn, termsOn } from '../item-terms';

/** What an accepted outcome costs before discount: its price, or a share of the value within its bounds. */
export function outcomeAmount(terms: ValueTerms, measuredValue: string | undefined, rules: { readonly currency: Currency; readonly mode: RoundingMode }): string {
  const { price, share } = terms;
  if (share === undefined) {
    return price ?? '0';
  }
  const exact = decimalOf(measuredValue ?? '0').times(decimalOf(share.percent)).times('0.01');
  const least = share.minimum === undefined ? exact : maxOf(exact, decimalOf(share.minimum));
  const most = share.maximum === undefined ? least : minOf(least, decimalOf(share.maximum));
  return formatMinor(minorNear(most, rules), rules.currency.digits);
}

type Exact = ReturnType<typeof decimalOf>;
const maxOf = (left: Exact, right: Exact): Exact => (left.gte(right) ? left : right);
const minOf = (left: Exact, right: Exact): Exact => (left.lte(right) ? left : right);

/** Each accepted outcome falls due on the day it was accepted. */
export function valueBasedClaims(context: ClaimContext): Claim[] {
  const { sold } = context;
  return [...sold.outcomes.values()]
    .filter(({ acceptedOn }) => acceptedOn <= context.through)
    .flatMap(({ acceptanceId, acceptedOn, amount, measuredValue }): Claim[] => {
      const day = acceptedOn < itemStartsOn(sold) ? itemStartsOn(sold) : acceptedOn;
      const item = termsOn(sold, day) ?? sold.versions.findLast((version) => version.item !== null && version.from <= day)?.item;
      const terms = item?.valueBased;
      if (!item || terms === undefined) return [];
      const measured = terms.share === undefined ? '' : ` (${terms.share.percent} % of ${terms.share.of}, ${measuredValue ?? '0'})`;
      const units = { quantity: decimalOf('1'), unitPrice: amount };
      const parts = [{ item, description: `${item.description}: ${terms.outcome}${measured}`, amount: netOf(decimalOf(amount), item, context), units }];
      return [{ key: `outcome~${acceptanceId}`, kind: 'outcome', dueOn: acceptedOn, earned: true, parts: () => parts }];
    });
}
