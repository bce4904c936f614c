import type { ReadModels, ReadStore } from '#read-models';
import type { LogSource } from '../log/own-events';
import type { Check } from './check';
import { checkLog } from './check-log';
import { checkReports } from './report-check';

export interface VerifySource extends LogSource {
  readonly readModels: ReadModels;
  readonly readStore: ReadStore;
}

export interface VerifyProgress {
  readonly step: 'log' | 'read models' | 'reports';
  readonly done: number;
  readonly total: number;
}

/**
 * Checks that nothing was changed and that the reports follow from the facts: the log by itself, every read model
 * against a replay into scratch tables, and the reports against each other on both bases.
 *
 * Precondition: the read models have caught up.
 */
export async function verifyLedger(source: VerifySource, onProgress: (progress: VerifyProgress) => void = () => undefined): Promise<readonly Check[]> {
  const { sequence: total } = await source.readModels.head();
  const log = await checkLog(source, (done) => {
    onProgress({ step: 'log', done, total });
  });
  const rederived = await source.readModels.verify(undefined, ({ sequence }) => {
    onProgress({ step: 'read models', done: sequence, total });
  });
  const models = rederived.map(({ projection, events, digest, liveDigest, same }) => ({
    name: `read model ${projection}`,
    ok: same === true,
    detail: `${events} events replayed, digest ${digest.slice(0, 16)}`,
    problems: same === true ? [] : [`live rows have digest ${liveDigest ?? '(cannot be compared)'}: run "daybook rebuild ${projection}" and find out who changed them`],
  }));
  return [...log, ...models, ...(await checkReports(source))];
}
