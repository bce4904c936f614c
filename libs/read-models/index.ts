export type { ReadStore, ReadStoreConfig } from './store/read-store';
export { openReadStore } from './store/open-read-store';
export type { ProjectionSource } from './runner/log-batches';
export {
  ReadModels, ReadModelsUnfit, type Head, type ProjectionHealth, type ReadModelsOptions,
} from './runner/read-models';
export type { OnProgress, RebuildProgress, RebuildResult } from './runner/rebuild';
export type { WaitTarget } from './runner/waiters';
