import { decimalOf, Decimal, knownCurrency, roundToMoney } from '#money';
import { epochDay, type MeasuredAct } from '#ledger';
import { rateFor } from '../rates/rate-for';
import type { MeasureScene } from './limited-command';

/** Days that a date lies before today; nothing when no date is given or it does not. */
export function backDated(scene: MeasureScene, subject: string, ...days: readonly (string | undefined)[]): MeasuredAct[] {
  const today = epochDay(scene.entity.today);
  const back = days.map((day) => (day === undefined ? 0 : today - epochDay(day)));
  const most = Math.max(0, ...back);
  return most > 0 ? [{ act: 'back-dating', subject, days: most }] : [];
}

/**
 * An amount in minor units of the entity's base currency, by the given rate or else the one on record; null when there is
 * none, so that no limit above zero covers it.
 */
export async function inBase(scene: MeasureScene, money: { readonly amount: Decimal; readonly currency: string; readonly rate?: string | undefined }): Promise<bigint | null> {
  const { entityId, configuration, today } = scene.entity;
  const base = knownCurrency(configuration.baseCurrency);
  const found = money.rate === undefined ? await rateFor(scene.ledger, entityId, money.currency, today) : { ok: true as const, rate: money.rate };
  return found.ok ? roundToMoney(money.amount.times(decimalOf(found.rate)), base, 'half-up').minor : null;
}

interface TaxedLine {
  readonly quantity?: string;
  readonly unitPrice?: string;
  readonly net?: string;
  readonly taxRate?: string;
}

/** What lines come to with their tax, before any rounding. */
export function grossOf(lines: readonly TaxedLine[]): Decimal {
  return lines.reduce((sum, { quantity = '0', unitPrice = '0', net, taxRate = '0' }) => {
    const worth = net === undefined ? decimalOf(quantity).times(decimalOf(unitPrice)) : decimalOf(net);
    return sum.plus(worth.times(decimalOf(taxRate).div(100).plus(1)));
  }, new Decimal(0));
}

/** Minor units of base currency as a positive amount of an act. */
export const amountAct = (act: MeasuredAct['act'], subject: string, amount: bigint | null): MeasuredAct => ({
  act, subject, amount: amount === null || amount >= 0n ? amount : -amount,
});

