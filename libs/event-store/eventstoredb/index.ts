export { openEventStoreDB, type EventStoreDBOptions } from './open-eventstoredb';
export type { EventStoreDBStore } from './eventstoredb-store';
