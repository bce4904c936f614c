import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { EventStore, RecordedEvent } from '#event-store';
import { openReadStore, ReadModels } from '#read-models';
import { CliFailure } from '../cli-failure';
import type { Reading } from '../data-folder';
import type { KnownAt } from '../log/known-at';

export interface ReplayedModels {
  readonly file: string;
  /** Ledger sequence the new read models end at. */
  readonly sequence: number;
  /** Digest over all rows, by read model. */
  readonly digests: Readonly<Record<string, string>>;
}

/**
 * Makes read models of the log from its beginning to a place, in a file of their own. Nothing is taken from the live ones.
 *
 * @throws CliFailure when the folder holds read models already, or a projection failed.
 */
export async function replayInto(reading: Reading, folder: string, until: KnownAt | undefined, onProgress: (facts: number) => void = () => undefined): Promise<ReplayedModels> {
  const file = join(resolve(folder), 'read-models.db');
  if (existsSync(file)) throw new CliFailure('usage', `${file} is there already. Replay into a new folder.`);
  await mkdir(resolve(folder), { recursive: true, mode: 0o700 });
  const readStore = await openReadStore({ file });
  const { ledgerId, codec } = reading;
  const models = new ReadModels(readStore, { ledgerId, codec, store: until === undefined ? counted(reading, onProgress) : cutOff(reading, until, onProgress) });
  try {
    const { sequence } = await models.catchUp();
    const failed = models.health().find(({ error }) => error !== undefined);
    if (failed !== undefined) throw new CliFailure('check-failed', `The log could not be replayed: read model ${failed.projection} stopped at sequence ${failed.sequence}: ${failed.error}`);
    return { file, sequence, digests: await models.digest() };
  } finally {
    await models.stop();
    await readStore.close();
  }
}

const everything: KnownAt = { sequence: Number.MAX_SAFE_INTEGER };
const counted = (reading: Reading, onProgress: (facts: number) => void): EventStore => cutOff(reading, everything, onProgress);

/** The log as it was up to a place: it ends there for whoever reads it. */
function cutOff({ store, codec }: Reading, until: KnownAt, onProgress: (facts: number) => void): EventStore {
  let [sequence, recordedAt] = [0, 0];
  /** Whether an own event lies beyond the place; counts it. */
  const isBeyond = (recorded: RecordedEvent): boolean => {
    sequence += 1;
    recordedAt = Math.max(recordedAt, codec.decode(recorded)?.recordedAt ?? 0);
    return 'sequence' in until ? sequence > until.sequence : recordedAt > until.time;
  };
  async function* pages(...[after, options]: Parameters<EventStore['readAll']>): AsyncGenerator<readonly RecordedEvent[]> {
    if (after === null) [sequence, recordedAt] = [0, 0];
    for await (const page of store.readAll(after, options)) {
      const beyond = page.findIndex((recorded) => codec.isOwn(recorded) && isBeyond(recorded));
      const kept = beyond === -1 ? page : page.slice(0, beyond);
      onProgress(sequence);
      if (kept.length > 0) yield kept;
      if (beyond !== -1) return;
    }
  }
  return {
    description: store.description,
    append: store.append.bind(store),
    readStream: store.readStream.bind(store),
    subscribeAll: store.subscribeAll.bind(store),
    close: store.close.bind(store),
    readAll: pages,
  };
}
