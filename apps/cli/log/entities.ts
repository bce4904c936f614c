import type { EntityConfigured } from '#ledger';
import { CliFailure } from '../cli-failure';
import type { LogSource } from './own-events';

export type EntityFacts = EntityConfigured['data'];

/** Legal entities as they stand at the end of the log, in the order they were first configured. */
export async function entitiesInLog({ store, codec }: LogSource): Promise<readonly EntityFacts[]> {
  const entities = new Map<string, EntityFacts>();
  for await (const page of store.readAll(null, { filter: { typePrefixes: ['EntityConfigured'] } })) {
    for (const recorded of page) {
      const event = codec.decode(recorded);
      if (event?.type === 'EntityConfigured') {
        const data = event.data as EntityFacts;
        entities.set(data.entityId, data);
      }
    }
  }
  return [...entities.values()];
}

/** @throws CliFailure when there is no such entity, or none was named and there is not exactly one. */
export async function entityOf(source: LogSource, wanted: string | undefined): Promise<EntityFacts> {
  const entities = await entitiesInLog(source);
  const ids = entities.map(({ entityId }) => entityId).join(', ');
  const found = wanted === undefined && entities.length === 1 ? entities[0] : entities.find(({ entityId }) => entityId === wanted);
  if (found !== undefined) {
    return found;
  }
  if (entities.length === 0) {
    throw new CliFailure('usage', 'No legal entity is configured in this data folder. Propose one first: daybook config apply FILE');
  }
  throw new CliFailure('usage', wanted === undefined ? `Say which legal entity with --entity: ${ids}.` : `There is no legal entity ${wanted}; there are ${ids}.`);
}

