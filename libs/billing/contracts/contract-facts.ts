import {
  checkRate, isSigned, unknownContract, type ContractState, type EntityState, type PostingFacts, type SignedState,
} from '#ledger';
import { factsAgeMaxMilliseconds, findEntity, type EntityFacts, type Found } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';
import { rateFor } from '../rates/rate-for';

/** A signed contract and the legal entity it is with. */
export interface ContractInForce {
  readonly signed: SignedState['signed'];
  readonly entity: EntityFacts;
}

/** The contract of an id; refused when it was never signed. */
export async function findContract(ledger: LedgerContext, contractId: string): Promise<Found<ContractInForce>> {
  const view = (ageMax: number): Promise<ContractState['signed']> => ledger.streams.contract.query(contractId, ({ signed }) => signed, ageMax);
  const signed = (await view(factsAgeMaxMilliseconds)) ?? (await view(0));
  if (signed === null) {
    return { ok: false, refusal: unknownContract(contractId) };
  }
  const entity = await findEntity(ledger, signed.entityId);
  return entity.ok ? { ok: true, facts: { signed, entity: entity.facts } } : entity;
}

/** What is looked up with a contract that was found; between the two looks nothing can unsign it. */
export function signedState(state: ContractState): SignedState {
  if (!isSigned(state)) {
    throw new Error('a contract was found signed, and then not; run `daybook verify`');
  }
  return state;
}

/**
 * What recognising a contract's revenue on a day is decided with.
 *
 * @param given a rate that the sender knows; it wins over the recorded one.
 */
export async function postingFacts(
  ledger: LedgerContext,
  { signed, entity }: ContractInForce,
  day: string,
  given?: string,
): Promise<Found<PostingFacts>> {
  const { baseCurrency, rounding } = entity.configuration;
  const checked = given === undefined ? undefined : checkRate(signed.currency, baseCurrency, given);
  if (checked?.ok === false) {
    return checked;
  }
  const found = checked === undefined ? await rateFor(ledger, signed.entityId, signed.currency, day) : { ok: true as const, rate: checked.value };
  if (!found.ok) {
    return found;
  }
  const state = await ledger.streams.entity.query(signed.entityId, (folded): EntityState => folded, factsAgeMaxMilliseconds);
  return { ok: true, facts: { entity: state, rate: found.rate, baseCurrency, mode: rounding.mode } };
}
