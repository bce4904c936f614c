import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { openEmbeddedStore, type EmbeddedStore } from '../../embedded';
import { startNode, type NodeOptions, type RunningNode } from '../start-node';

export interface ScratchNode {
  readonly log: EmbeddedStore;
  readonly node: RunningNode;
  /** A client of its own, closed with the node. */
  client(connectionString?: string): EventStoreDBClient;
  /** What the node complained of. */
  readonly troubles: readonly string[];
  /** Closes clients, node and log, and removes the log. */
  remove(): Promise<void>;
}

/** A node over an empty log in a folder of its own. */
export async function scratchNode(options: Partial<Omit<NodeOptions, 'log'>> = {}): Promise<ScratchNode> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-node-'));
  const log = await openEmbeddedStore({ file: join(folder, 'log.db') });
  const troubles: string[] = [];
  const node = await startNode({ log, port: 0, onTrouble: (message) => troubles.push(message), ...options });
  const clients: EventStoreDBClient[] = [];
  return {
    log,
    node,
    troubles,
    client: (connectionString = node.connectionString) => {
      const client = EventStoreDBClient.connectionString(connectionString);
      clients.push(client);
      return client;
    },
    remove: async () => {
      await Promise.all(clients.map((client) => client.dispose()));
      await node.close();
      await log.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
