import { EventStoreDBClient } from '@eventstore/db-client';
import { describeEventStore, type ConformanceSubject } from '../conformance';
import { scratchNode, type ScratchNode } from '../node/testing/scratch-node';
import { openEventStoreDB } from './index';

type Administration = NonNullable<ConformanceSubject['administer']>;

const clusterVariable = 'DAYBOOK_TEST_EVENTSTORE';
const cluster = process.env[clusterVariable];
/** No other run has it, and none of it begins another: the log may be shared, and keeps what is written. */
const run = `conf${Math.floor(performance.timeOrigin)}`;
let subjects = 0;

/** What the client of an administrator does. */
const administration = (client: EventStoreDBClient): Administration => ({
  softDelete: async (stream) => void (await client.deleteStream(stream)),
  tombstone: async (stream) => void (await client.tombstoneStream(stream)),
  setMetadata: async (stream, json) => void (await client.setStreamMetadata(stream, JSON.parse(json) as Record<string, never>)),
});

async function subject(connectionString: string): Promise<ConformanceSubject> {
  const client = EventStoreDBClient.connectionString(connectionString);
  const store = await openEventStoreDB({ connectionString });
  subjects += 1;
  return {
    store,
    prefix: `${run}n${String(subjects).padStart(4, '0')}`,
    administer: administration(client),
    dispose: async () => {
      await store.close();
      await client.dispose();
    },
  };
}

describe('on a node of our own', () => {
  let scratch: ScratchNode;

  beforeAll(async () => {
    scratch = await scratchNode();
  });
  afterAll(() => scratch.remove());

  describeEventStore('the adapter over the node', () => subject(scratch.node.connectionString));
});

describe('on the server an operator names', () => {
  if (cluster === undefined || cluster === '') {
    it.skip(`the port's rules on a real server: skipped, because ${clusterVariable} names none`, () => undefined);
  } else {
    describeEventStore('the adapter over that server', () => subject(cluster));
  }
});
