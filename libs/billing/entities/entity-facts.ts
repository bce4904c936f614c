import { dayInZone, entityConfiguration, refusal, unknownEntity, type EntityConfiguration, type Refusal } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';

/** Terms and profiles on another node may be this old when a sale is decided; a refusal always looks again. */
export const factsAgeMaxMilliseconds = 1_000;

export interface EntityFacts {
  readonly entityId: string;
  readonly configuration: EntityConfiguration;
  readonly revision: number;
  /** Today in the entity's own time zone. */
  readonly today: string;
}

export type Found<Facts> = { readonly ok: true; readonly facts: Facts } | { readonly ok: false; readonly refusal: Refusal };

/** The named legal entity, or the only one there is. */
export async function findEntity(ledger: LedgerContext, named: string | undefined): Promise<Found<EntityFacts>> {
  const entityId = named ?? (await onlyEntity(ledger));
  if (typeof entityId !== 'string') {
    return { ok: false, refusal: entityId };
  }
  const view = (ageMax: number): Promise<EntityFacts | null> =>
    ledger.streams.entity.query(
      entityId,
      (state, revision) => {
        const configuration = entityConfiguration(state);
        return configuration === undefined
          ? null
          : { entityId, configuration, revision, today: dayInZone(ledger.clock.now(), configuration.timeZone) };
      },
      ageMax,
    );
  const facts = (await view(factsAgeMaxMilliseconds)) ?? (await view(0));
  return facts === null ? { ok: false, refusal: unknownEntity(entityId) } : { ok: true, facts };
}

/** Also on a server that did not hear yet of one that another has configured, or that configured none itself. */
async function onlyEntity(ledger: LedgerContext): Promise<string | Refusal> {
  const cached = await ledger.entities.asOfLog(factsAgeMaxMilliseconds);
  const all = cached.length === 1 ? cached : await ledger.entities.asOfLog(0);
  const [only] = all;
  if (only !== undefined && all.length === 1) {
    return only;
  }
  return all.length === 0
    ? refusal('invalid', 'ENTITY.NONE', 'no legal entity is configured. Configure one first.', {})
    : refusal('invalid', 'ENTITY.UNNAMED', `there are ${all.length} legal entities; name one in entityId.`, { entityIds: all.slice(0, 20) });
}
