import type { ReadModels, ReadStore } from '#read-models';
import type { LogSource } from '../log/own-events';
import type { Check } from './check';
import { checkLog } from './check-log';
import { checkPeriods } from './period-check';
import { checkReadModels } from './read-model-check';

export interface VerifySource extends LogSource {
  readonly readModels: ReadModels;
  readonly readStore: ReadStore;
}

export interface VerifyProgress {
  readonly step: 'log' | 'read models';
  readonly done: number;
  readonly total: number;
}

/**
 * Checks that nothing was changed and that the reports follow from the facts: the log by itself, always and first;
 * then every read model against a replay into scratch tables, and the reports against each other on both bases.
 * What cannot be read or does not fit is a check that fails, never an error.
 */
export async function verifyLedger(source: VerifySource, onProgress: (progress: VerifyProgress) => void = () => undefined): Promise<readonly Check[]> {
  const log = await checkLog(source, (done, total) => {
    onProgress({ step: 'log', done, total });
  });
  const models = await checkReadModels(source, log.events, (done) => {
    onProgress({ step: 'read models', done, total: log.events });
  });
  return [...log.checks, ...models, await checkPeriods(log.periods, source.readStore)];
}
