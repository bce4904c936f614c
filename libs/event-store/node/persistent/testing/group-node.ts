import {
  EventStoreDBClient,
  jsonEvent,
  type Credentials,
  type PersistentSubscriptionToAll,
  type PersistentSubscriptionToAllResolvedEvent,
  type PersistentSubscriptionToStream,
  type PersistentSubscriptionToStreamResolvedEvent,
} from '@eventstore/db-client';
import { uuidV5 } from '../../../uuid-v5';
import type { NodeOptions } from '../../start-node';
import { RestartableNode } from './restartable-node';

/** A node with official clients, which are closed with it. */
export class GroupNode {
  private readonly clients: EventStoreDBClient[] = [];

  private constructor(private readonly node: RestartableNode) {}

  static async start(options: Partial<Omit<NodeOptions, 'log'>> = {}): Promise<GroupNode> {
    return new GroupNode(await RestartableNode.start(options));
  }

  get troubles(): readonly string[] {
    return this.node.troubles;
  }

  /** A new client. @param parameters more of the connection string. */
  client(parameters = '', credentials?: Credentials): EventStoreDBClient {
    const user = credentials === undefined ? '' : `${credentials.username}:${credentials.password}@`;
    const client = EventStoreDBClient.connectionString(this.node.connectionString.replace('://', `://${user}`) + parameters);
    this.clients.push(client);
    return client;
  }

  restart(): Promise<void> {
    return this.node.restart();
  }

  async remove(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.dispose()));
    await this.node.remove();
  }
}

type Received = PersistentSubscriptionToStreamResolvedEvent | PersistentSubscriptionToAllResolvedEvent;
type Subscription = PersistentSubscriptionToStream | PersistentSubscriptionToAll;
/** What is done with each event as it comes; nothing leaves it unanswered. */
export type Handling = (event: Received, subscription: Subscription) => Promise<void> | void;

/** A consumer that remembers what it got. */
export class Consumer {
  readonly events: Received[] = [];
  readonly retryCounts: number[] = [];
  /** The error the subscription ended with. */
  readonly ended: Promise<unknown>;
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly subscription: Subscription,
    handling: Handling = () => undefined,
  ) {
    this.ended = new Promise((resolve) => subscription.on('error', resolve));
    subscription.on('data', (event) => {
      this.events.push(event);
      this.retryCounts.push(event.retryCount ?? -1);
      for (const listener of [...this.listeners]) listener();
      void Promise.resolve(handling(event, subscription)).catch(() => undefined);
    });
  }

  /** Stream and revision of everything that came, in order; with retries, several times. */
  get places(): string[] {
    return this.events.map(({ event, link }) => `${event?.streamId ?? link?.streamId}@${event?.revision ?? link?.revision}`);
  }

  confirmed(): Promise<void> {
    return new Promise((resolve) => this.subscription.on('confirmation', () => resolve()));
  }

  /** Resolves once so many events have come. */
  got(count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.events.length < count) return;
        this.listeners.delete(look);
        resolve();
      };
      this.listeners.add(look);
      look();
    });
  }

  async stop(): Promise<void> {
    await this.subscription.unsubscribe();
  }
}

export const acknowledge: Handling = (event, subscription) => subscription.ack(event);

/** Appends `count` events, numbered by name, and gives their places. */
export async function append(client: EventStoreDBClient, stream: string, count: number, type = 'Noted'): Promise<string[]> {
  const batch = uuidV5(`${stream} ${count} ${type}`);
  const events = Array.from({ length: count }, (_, index) => jsonEvent({ type, data: { index, batch } }));
  const { nextExpectedRevision } = await client.appendToStream(stream, events);
  const first = Number(nextExpectedRevision) - count + 1;
  return Array.from({ length: count }, (_, index) => `${stream}@${first + index}`);
}
