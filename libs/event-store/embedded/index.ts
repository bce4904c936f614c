export { appendBytesMax, type EmbeddedStore } from './embedded-store';
export { openEmbeddedStore, type EmbeddedStoreOptions } from './open-embedded-store';
export type { FileFault, FilePage } from './verify-file';
