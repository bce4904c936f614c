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
  /** Closes node and log, and starts both again on the same port. */
  restart(): Promise<void>;
  /** Closes clients, node and log, and removes the log. */
  remove(): Promise<void>;
}

/** A node over an empty log in a folder of its own. */
export async function scratchNode(options: Partial<Omit<NodeOptions, 'log'>> = {}): Promise<ScratchNode> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-node-'));
  const troubles: string[] = [];
  const start = async (port: number): Promise<{ readonly log: EmbeddedStore; readonly node: RunningNode }> => {
    const log = await openEmbeddedStore({ file: join(folder, 'log.db') });
    const node = await startNode({ log, onTrouble: (message) => troubles.push(message), ...options, port }).catch(async (error: unknown) => {
      await log.close();
      throw error;
    });
    return { log, node };
  };
  let running = await start(options.port ?? 0);
  const stop = async (): Promise<void> => {
    await running.node.close();
    await running.log.close();
  };
  const clients: EventStoreDBClient[] = [];
  return {
    get log() {
      return running.log;
    },
    get node() {
      return running.node;
    },
    troubles,
    client: (connectionString = running.node.connectionString) => {
      const client = EventStoreDBClient.connectionString(connectionString);
      clients.push(client);
      return client;
    },
    restart: async () => {
      await stop();
      running = await start(running.node.port);
    },
    remove: async () => {
      await Promise.all(clients.map((client) => client.dispose()));
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
