import { EventStoreDBClient } from '@eventstore/db-client';
import { describeEventStore, type ConformanceSubject } from '../conformance';
import { scratchNode } from '../node/testing/scratch-node';
import { openEventStoreDB } from './index';

type Administration = NonNullable<ConformanceSubject['administer']>;

/** What the client of an administrator does. */
const administration = (client: EventStoreDBClient): Administration => ({
  softDelete: async (stream) => void (await client.deleteStream(stream)),
  tombstone: async (stream) => void (await client.tombstoneStream(stream)),
  setMetadata: async (stream, json) => void (await client.setStreamMetadata(stream, JSON.parse(json) as Record<string, never>)),
});

describeEventStore('the adapter over the node', async () => {
  const scratch = await scratchNode();
  const store = await openEventStoreDB({ connectionString: scratch.node.connectionString });
  return {
    store,
    prefix: 'conf',
    administer: administration(scratch.client()),
    dispose: async () => {
      await store.close();
      await scratch.remove();
    },
  };
});
