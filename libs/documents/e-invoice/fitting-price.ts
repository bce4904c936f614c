import { Decimal } from '#money';
import { plain, type AmountScale, type Mode } from './semantic-amounts';

export interface PriceToFit {
  readonly quantity: Decimal;
  /** What quantity × price has to round to, in units. */
  readonly target: bigint;
  readonly scale: AmountScale;
  readonly mode: Mode;
  /** The price as it is known: exact, or with a tail that goes on for ever. */
  readonly preferred: Decimal;
  /** True: the preferred price is taken only as it stands. */
  readonly exactly: boolean;
}

const decimalsMax = 18;

/**
 * The price with the fewest decimals whose product with the quantity is the amount of the line: the preferred one at as
 * many decimals as it needs, else the amount divided by the quantity.
 */
export function fittingPrice(task: PriceToFit): string {
  const { quantity, target, scale, preferred, exactly } = task;
  if (quantity.isZero()) {
    return plain(preferred);
  }
  if (exactly && fits(preferred, task)) {
    return plain(preferred);
  }
  const divided = new Decimal(scale.text(target)).div(quantity);
  const found = exactly ? undefined : shortest(preferred, task);
  return plain(found ?? shortest(divided, task) ?? divided.toDecimalPlaces(decimalsMax));
}

const fits = (price: Decimal, { quantity, scale, mode, target }: PriceToFit): boolean => scale.rounded(quantity.times(price), mode) === target;

function shortest(price: Decimal, task: PriceToFit): Decimal | undefined {
  for (let decimals = task.scale.digits; decimals <= decimalsMax; decimals += 1) {
    const cut = price.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP);
    if (fits(cut, task)) {
      return cut;
    }
  }
  return undefined;
}
