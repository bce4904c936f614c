export { EmbeddedStore } from './embedded-store';
export { openEmbeddedStore, type EmbeddedStoreOptions } from './open-embedded-store';
export type { EventToStore, ExpectedState, LogWrite, LogWriteOutcome } from './log-write';
export { openStreamReader, type LogEvent, type OwnStreamReader, type StreamReader, type StreamState } from './stream-reader';
export { decodeContent, decodeMetadata, encodeContent, encodeMetadata, type EventContent } from './event-content';
export { parseStreamMetadata, type StreamAcl, type StreamMetadata } from './stream-metadata';
export { backupFile } from './backup-file';
export { WriterLock } from './writer-lock';
export type { FileFault, FilePage } from './verify-file';
