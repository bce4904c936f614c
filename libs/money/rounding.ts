import type { Currency } from './currency';
import { Decimal } from './decimal';
import { formatMinor } from './minor-units';
import type { Money } from './money';

/** What happens to a tie: away from zero, or to the even neighbour. Everything else goes to the nearest. */
export type RoundingMode = 'half-up' | 'half-even';

const decimalModes = { 'half-up': Decimal.ROUND_HALF_UP, 'half-even': Decimal.ROUND_HALF_EVEN } as const;

/** The value at so many decimals. */
export function roundDecimal(value: Decimal, digits: number, mode: RoundingMode): Decimal {
  return value.toDecimalPlaces(digits, decimalModes[mode]);
}

/** The amount nearest to an exact value in major units (12.345 is 12 units and 34.5 hundredths). */
export function roundToMoney(value: Decimal, currency: Currency, mode: RoundingMode): Money {
  const fixed = value.toFixed(currency.digits, decimalModes[mode]);
  return { currency, minor: BigInt(fixed.replace('.', '')) };
}

/** The exact value of an amount in major units. */
export function toDecimal(money: Money): Decimal {
  return new Decimal(formatMinor(money.minor, money.currency.digits));
}
