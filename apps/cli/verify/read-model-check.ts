import type { Misfit, ProjectionHealth, ReadModels, ReadStore, RebuildResult } from '#read-models';
import type { Check } from './check';
import { plainMessage } from './file-check';
import { checkReports } from './report-check';

export interface ReadModelSource {
  readonly readModels: ReadModels;
  readonly readStore: ReadStore;
}

/**
 * The read models against a replay of the log, and the reports against each other.
 *
 * @param events own events counted in the log: every read model must stand there.
 */
export async function checkReadModels(source: ReadModelSource, events: number, onProgress: (done: number) => void): Promise<readonly Check[]> {
  try {
    const misfits = await source.readModels.misfits();
    if (misfits.length > 0) {
      return [...misfits.map(misfitCheck), ...(await replayed(source, { events, misfits, onProgress })), notAsked('read models do not fit the log')];
    }
    await source.readModels.catchUp();
    const models = await replayed(source, { events, misfits, onProgress });
    return [...models, ...(await reportsOrFailure(source))];
  } catch (error) {
    return [failedCheck('read models', `could not be compared with the log: ${plainMessage(error)}`)];
  }
}

export const failedCheck = (name: string, problem: string, detail = 'not looked at'): Check => ({ name, ok: false, detail, problems: [problem] });

const misfitCheck = ({ projection, message }: Misfit): Check => failedCheck(`read model ${projection}`, message, 'does not fit the log');

const notAsked = (why: string): Check => failedCheck('reports', `not compared with each other: ${why}`);

async function reportsOrFailure(source: ReadModelSource): Promise<readonly Check[]> {
  try {
    return await checkReports(source);
  } catch (error) {
    return [notAsked(plainMessage(error))];
  }
}

interface Replay {
  readonly events: number;
  readonly misfits: readonly Misfit[];
  readonly onProgress: (done: number) => void;
}

/** A read model that does not fit is left alone: what it still knows may be the last trace of what the log has lost. */
async function replayed({ readModels }: ReadModelSource, { events, misfits, onProgress }: Replay): Promise<readonly Check[]> {
  const health = readModels.health();
  const fitting = health.map(({ projection }) => projection).filter((name) => misfits.every(({ projection }) => projection !== name));
  const follow = { events, health, onProgress };
  try {
    return await replayOf(readModels, fitting, follow);
  } catch {
    // One of them stops the common replay: each by itself shows which.
    const checks: Check[] = [];
    for (const name of fitting) {
      checks.push(...(await replayOf(readModels, [name], follow).catch((error: unknown) => [notReplayed(name, error, follow)])));
    }
    return checks;
  }
}

interface Follow {
  readonly events: number;
  readonly health: readonly ProjectionHealth[];
  readonly onProgress: (done: number) => void;
}

async function replayOf(readModels: ReadModels, names: readonly string[], { events, health, onProgress }: Follow): Promise<Check[]> {
  const results = await readModels.verify(names, ({ sequence }) => {
    onProgress(sequence);
  });
  return results.map((result) => modelCheck(result, events, health.find(({ projection }) => projection === result.projection)));
}

function notReplayed(name: string, error: unknown, { events, health }: Follow): Check {
  const stands = health.find(({ projection }) => projection === name)?.sequence ?? 0;
  return failedCheck(`read model ${name}`, `stands at ${stands} of ${events} events; the log could not be replayed: ${plainMessage(error)}`, 'not compared');
}

function modelCheck(result: RebuildResult, events: number, health: ProjectionHealth | undefined): Check {
  const { projection, digest } = result;
  const problems: string[] = [];
  if (result.same !== true) {
    const how = result.miscounted ?? `live rows have digest ${result.liveDigest ?? '(cannot be compared)'}`;
    problems.push(
      result.miscounted !== null
        ? `${how}: events were added to the log or deleted from it, or the checkpoint was edited; keep both files until it is known which`
        : `${how}: find out who changed them, then run "daybook rebuild ${projection}", unless it is the log that was changed`,
    );
  }
  if (result.events < events) {
    problems.push(`stands at ${result.events} of ${events} events${health?.error === undefined ? '' : `: ${plainMessage(health.error)}`}`);
  }
  return {
    name: `read model ${projection}`,
    ok: problems.length === 0,
    detail: `${result.events} of ${events} events replayed, digest ${digest.slice(0, 16)}`,
    problems,
  };
}
