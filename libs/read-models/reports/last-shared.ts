import { liveCheckpoint } from '../store/checkpoint';
import type { ReadStore } from '../store/read-store';
import { onSnapshot } from './snapshot';

/** The last fact that both projections hold: a report over two of them is asked at it. */
export function lastShared(store: ReadStore, one: string, other: string): Promise<number> {
  return onSnapshot(store, one, async ({ db, sequence }) => Math.min(sequence, (await liveCheckpoint(db, other))?.sequence ?? 0));
}
