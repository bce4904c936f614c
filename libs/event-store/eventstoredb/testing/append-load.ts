import type { EventStore, EventToAppend, ExpectedRevision } from '../../port';
import { uuidV5 } from '../../uuid-v5';

/** What came of the appends of a load. */
export interface LoadTally {
  /** Id of each acknowledged event, by `stream@revision`. */
  readonly acknowledged: Map<string, string>;
  appended: number;
  /** Outcomes that were unknown, and then found out by sending the same group again. */
  unknown: number;
  conflicts: number;
}

export const newTally = (): LoadTally => ({ acknowledged: new Map(), appended: 0, unknown: 0, conflicts: 0 });

/**
 * Appends groups of one to three events to one stream, one after another, until it is told to stop. An unknown outcome is
 * found out by sending the very same group again, as a command would on its next try.
 *
 * @throws Error for a conflict: nobody else writes the stream, so a conflict is an event written twice, or lost.
 */
export async function appendLoad(store: EventStore, stream: string, isEnough: () => boolean, tally: LoadTally): Promise<void> {
  let expected: ExpectedRevision = 'no_stream';
  for (let turn = 0; !isEnough(); turn += 1) {
    const first = expected === 'no_stream' ? 0 : expected + 1;
    const group = Array.from({ length: 1 + (turn % 3) }, (_, index) => loadEvent(stream, first + index));
    expected = await appendOnce(store, { stream, expected, group }, tally);
    tally.appended += 1;
    for (const [index, { id }] of group.entries()) tally.acknowledged.set(`${stream}@${first + index}`, id);
  }
}

interface Group {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly group: readonly EventToAppend[];
}

async function appendOnce(store: EventStore, { stream, expected, group }: Group, tally: LoadTally): Promise<number> {
  for (;;) {
    const outcome = await store.append(stream, expected, group);
    if (outcome.kind === 'appended') return outcome.revision;
    if (outcome.kind === 'conflict') {
      tally.conflicts += 1;
      throw new Error(`${stream} after ${expected}: conflict with ${outcome.actual}, although nobody else writes it`);
    }
    tally.unknown += 1;
  }
}

const loadEvent = (stream: string, revision: number): EventToAppend => ({
  id: uuidV5(`${stream} ${revision}`),
  type: 'Loaded',
  data: JSON.stringify({ stream, revision, text: 'x'.repeat(100) }),
  metadata: '{}',
});
