import type { EventStore } from '../port';

export interface EventStoreDBOptions {
  /** `esdb://[user:password@]host:port[,host…][?tls=false…]` or `esdb+discover://…`. */
  readonly connectionString: string;
}

/** Opens the port over EventStoreDB. */
export function openEventStoreDB(options: EventStoreDBOptions): Promise<EventStore> {
  return Promise.reject(new Error(`no adapter for ${options.connectionString.replace(/\/\/.*@/, '//')} yet`));
}
