import type { GroupEffect, GroupRules } from '../group/group-rules';
import type { GroupEvent } from '../group/message';
import { PersistentGroup } from '../group/persistent-group';

const rules: GroupRules = {
  messageTimeout: 1_000,
  maxRetryCount: 2,
  historyBufferSize: 100,
  readBatchSize: 10,
  minCheckpointCount: 2,
  maxCheckpointCount: 5,
  checkpointAfter: 500,
  extraStatistics: true,
  strategy: 'RoundRobin',
};

export const event = (place: number, pinKey = 'any'): GroupEvent => ({ id: `e${place}`, place, bytes: 10, pinKey });
const somebody = { user: 'anonymous', connectionName: 'spec' };

/** A group with its effects sorted by what they are. */
export function start(changes: Partial<GroupRules> = {}, checkpoint: number | null = null) {
  const group = new PersistentGroup<GroupEvent>({ ...rules, ...changes }, checkpoint);
  const effects: GroupEffect<GroupEvent>[] = [];
  const seen = () => {
    effects.push(...group.takeEffects());
    return effects;
  };
  return {
    group,
    give: (places: readonly number[], pin?: (place: number) => string) =>
      group.take(
        places.map((place) => ({ place, event: event(place, pin?.(place)) })),
        0,
      ),
    connect: (id: string, slots = 10) => group.connect(id, slots, somebody, 0),
    /** Ids sent so far, to one client or to all. */
    sent: (client?: string) => seen().flatMap((effect) => (effect.kind === 'send' && (client ?? effect.client) === effect.client ? [effect.message.event.id] : [])),
    parks: () => seen().flatMap((effect) => (effect.kind === 'park' ? [effect] : [])),
    checkpoints: () => seen().flatMap((effect) => (effect.kind === 'checkpoint' ? [effect.place] : [])),
    truncations: () => seen().flatMap((effect) => (effect.kind === 'truncate-parked' ? [effect.before] : [])),
  };
}
