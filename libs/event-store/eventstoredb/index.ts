export { openEventStoreDB, type EventStoreDBOptions } from './open-eventstoredb';
export type { EventStoreDBStore } from './eventstoredb-store';
export { AccessRecords, type AccessRecord, type AccessStream } from './access-records';
