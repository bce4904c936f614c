export { appendBytesMax, EmbeddedStore } from './embedded-store';
export { openEmbeddedStore, type EmbeddedStoreOptions } from './open-embedded-store';
export { WriterLock } from './writer-lock';
export type { FileFault, FilePage } from './verify-file';
