import { entityConfiguration, rateOn, refusal, type Refusal } from '#ledger';
import { factsAgeMaxMilliseconds, type EntityFacts } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';

/**
 * The rate of a currency on a day: "1" for the entity's base currency, else the one on record. A document that gives
 * its own does not ask.
 */
export async function rateFor(
  ledger: LedgerContext,
  entityId: string,
  currency: string,
  day: string,
): Promise<{ readonly ok: true; readonly rate: string } | { readonly ok: false; readonly refusal: Refusal }> {
  const configuration = await ledger.streams.entity.query(entityId, (state) => entityConfiguration(state), factsAgeMaxMilliseconds);
  if (configuration?.baseCurrency === currency) {
    return { ok: true, rate: '1' };
  }
  const recorded = await recordedOn(ledger, entityId, { currency, on: day });
  if (recorded !== undefined) {
    return { ok: true, rate: recorded };
  }
  const base = configuration?.baseCurrency ?? 'base currency';
  const message = `${entityId} has no rate of ${currency} on record up to ${day}. Record ${base} per ${currency} for that day or an earlier one.`;
  return { ok: false, refusal: refusal('conflict', 'RATE.MISSING', message, { entityId, currency, on: day }) };
}

interface ForeignMoney {
  readonly currency: string;
  /** As the document gives it; then nothing is looked up. */
  readonly rate?: string | undefined;
  readonly on: string;
}

/** The fact that a decider needs beside a document in a foreign currency that gives no rate; nothing for any other. */
export async function recordedRateFact(
  ledger: LedgerContext,
  { entityId, configuration }: Pick<EntityFacts, 'entityId' | 'configuration'>,
  money: ForeignMoney,
): Promise<{ readonly recordedRate?: string }> {
  if (money.rate !== undefined || money.currency === configuration.baseCurrency) {
    return {};
  }
  const recordedRate = await recordedOn(ledger, entityId, money);
  return recordedRate === undefined ? {} : { recordedRate };
}

/** A rate may be on record for a moment before this process sees it; a missing one is looked for in the log itself. */
async function recordedOn(ledger: LedgerContext, entityId: string, { currency, on }: ForeignMoney): Promise<string | undefined> {
  const look = (ageMax: number): Promise<string | undefined> => ledger.streams.rates.query(entityId, (state) => rateOn(state, currency, on), ageMax);
  return (await look(factsAgeMaxMilliseconds)) ?? look(0);
}
