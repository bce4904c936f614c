import type { LedgerAccess } from '../ledger-access';

export type ProjectionHealth = ReturnType<LedgerAccess['readModels']['health']>[number];

/** Own events a projection may lie behind and still count as ready. */
const lagEventsMax = 10_000;

/** One broken connection is nothing; for so long the event store may be out of reach. */
export const outOfReachMsMax = 2_000;

/** The projections' lag counted from the log's own head: a runner that stopped reading does not know how far behind it is. */
export const behindHead = (projections: readonly ProjectionHealth[], head: number): ProjectionHealth[] =>
  projections.map((each) => ({ ...each, lagEvents: Math.max(each.lagEvents, head - each.sequence, 0) }));

interface Facts {
  readonly projections: readonly Pick<ProjectionHealth, 'projection' | 'state' | 'lagEvents'>[];
  /** Every projection has once been level with the log since the start. */
  readonly hasBeenLevel: boolean;
  readonly followsUp: boolean;
  /** For how long the event store has not been reached; null while it answers. */
  readonly storeOutOfReachMs: number | null;
}

/**
 * What keeps the server from being ready, each with what to do; nothing when it is. Being a batch behind under load
 * is normal and no reason to be taken out of service. Says nothing that is not for everybody: it needs no key.
 */
export function troubles({ projections, hasBeenLevel, followsUp, storeOutOfReachMs }: Facts): string[] {
  const named = projections.flatMap(({ projection, state, lagEvents }) => {
    if (state === 'stopped') {
      return [`Projection ${projection} has stopped, ${lagEvents} events behind. Look at /health for the reason, then run "daybook rebuild ${projection}".`];
    }
    if (state === 'held-up') {
      return [`Projection ${projection} waits for a database that does not answer, ${lagEvents} events behind. Look at /health for the reason; it goes on by itself.`];
    }
    return lagEvents > lagEventsMax ? [`Projection ${projection} is ${lagEvents} events behind. Wait for it; if the lag grows, look at the machine's load.`] : [];
  });
  const starting = named.length === 0 && !hasBeenLevel ? ['The projections are still catching up with the log. Wait for them.'] : [];
  const following = followsUp ? [] : ['Something that must follow from recorded events does not. Look at the log of the server, then restart it: it is tried again.'];
  const store =
    storeOutOfReachMs === null || storeOutOfReachMs < outOfReachMsMax
      ? []
      : [`The event store has not answered for ${Math.floor(storeOutOfReachMs / 1_000)} s: nothing can be recorded, reports stand as they were. Look at it; the server goes on by itself.`];
  return [...store, ...named, ...starting, ...following];
}
