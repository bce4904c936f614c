export { openEventStoreDB, type EventStoreDBOptions } from './open-eventstoredb';
