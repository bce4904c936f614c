import { ReadModelsUnfit, type ReadModels, type RebuildResult } from '#read-models';
import type { LogSource } from '../log/own-events';

/** Own events in the log, counted without reading what they say: one of them may be what stops a read model. */
export async function endOfLog({ store, codec }: LogSource): Promise<number> {
  let events = 0;
  for await (const page of store.readAll(null)) {
    events += page.filter((recorded) => codec.isOwn(recorded)).length;
  }
  return events;
}

/** The rebuilt read models that do not get to the end of the log, and why. The others are level with it afterwards. */
export async function shortfalls(readModels: ReadModels, results: readonly RebuildResult[], total: number): Promise<ReadonlyMap<string, string>> {
  try {
    await readModels.catchUp();
  } catch (error) {
    // Another read model than those rebuilt does not fit the log; these stand where their rebuild has brought them.
    if (!(error instanceof ReadModelsUnfit)) {
      throw error;
    }
  }
  const short = new Map<string, string>();
  for (const { projection, sequence, error } of readModels.health()) {
    if (sequence < total && results.some((result) => result.projection === projection)) {
      short.set(projection, `it stands at ${sequence} of ${total}${error === undefined ? '' : `. ${error}`}`);
    }
  }
  return short;
}
