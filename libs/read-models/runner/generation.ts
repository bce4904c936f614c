import type { Projection } from '../projection';
import {
  deleteCheckpoint, insertCheckpoint, latestGeneration, liveCheckpoint, logStart, oneAtATime, spareGenerations, type Checkpoint,
} from '../store/checkpoint';
import type { ReadStore } from '../store/read-store';
import { createIndexes, createTable, dropTable } from '../store/table';

/** Makes an empty generation with its checkpoint. A live one has its indexes at once, a bulk one gets them at the end. */
async function createGeneration(store: ReadStore, projection: Projection, ledgerId: string, live: boolean): Promise<Checkpoint> {
  return store.write(async (db) => {
    await oneAtATime(db, store.dialect);
    const standing = live ? await liveCheckpoint(db, projection.name) : undefined;
    if (standing !== undefined) return standing;
    const generation = (await latestGeneration(db, projection.name)) + 1;
    const checkpoint: Checkpoint = { ...logStart, name: projection.name, generation, version: projection.version, ledgerId };
    await insertCheckpoint(db, checkpoint, live);
    for (const table of projection.tables) {
      await createTable(db, store.dialect, table, generation);
      if (live) await createIndexes(db, table, generation);
    }
    return checkpoint;
  });
}

/** The live checkpoint, made together with its empty tables when the projection has never run here. */
export async function ensureLive(store: ReadStore, projection: Projection, ledgerId: string): Promise<Checkpoint> {
  const standing = await store.read((db) => liveCheckpoint(db, projection.name));
  return standing ?? createGeneration(store, projection, ledgerId, true);
}

/** A generation beside the live one, to be filled. */
export const createSpare = (store: ReadStore, projection: Projection, ledgerId: string): Promise<Checkpoint> =>
  createGeneration(store, projection, ledgerId, false);

export async function dropGeneration(store: ReadStore, projection: Projection, generation: number): Promise<void> {
  await store.write(async (db) => {
    await deleteCheckpoint(db, projection.name, generation);
    for (const table of projection.tables) await dropTable(db, table, generation);
  });
}

/** Removes what a rebuild that died has left. */
export async function dropSpares(store: ReadStore, projection: Projection): Promise<void> {
  const spares = await store.read((db) => spareGenerations(db, projection.name));
  for (const generation of spares) await dropGeneration(store, projection, generation);
}
