import { decimalOf, knownCurrency, roundToMoney, toAmount } from '#money';
import { entityConfiguration, type EntityState } from '../entity/entity.state';

/** An amount in the entity's base currency. Precondition: the entity is configured. */
export function roundedBase(entity: EntityState, amount: string, rate: string): { readonly baseCurrency: string; readonly baseAmount: string } {
  const baseCurrency = entityConfiguration(entity)?.baseCurrency;
  if (baseCurrency === undefined) throw new Error('a bank fee was charged to a legal entity that is not configured');
  return { baseCurrency, baseAmount: toAmount(roundToMoney(decimalOf(amount).times(decimalOf(rate)), knownCurrency(baseCurrency), 'half-up')) };
}
