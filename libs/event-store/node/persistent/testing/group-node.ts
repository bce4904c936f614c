import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';
import {
  EventStoreDBClient,
  jsonEvent,
  type PersistentSubscriptionToAll,
  type PersistentSubscriptionToStream,
  type PersistentSubscriptionToAllResolvedEvent,
  type PersistentSubscriptionToStreamResolvedEvent,
} from '@eventstore/db-client';
import { openEmbeddedStore } from '../../../embedded';
import { uuidV5 } from '../../../uuid-v5';
import { startNode, type NodeOptions, type RunningNode } from '../../start-node';
import { stopwatch } from '../stopwatch.adapter';

/** A node that can be stopped and started over the same log, with the official client. */
export class GroupNode {
  private readonly clients: EventStoreDBClient[] = [];

  private constructor(
    private readonly folder: string,
    private readonly log: Awaited<ReturnType<typeof openEmbeddedStore>>,
    private readonly options: Partial<Omit<NodeOptions, 'log'>>,
    private running: RunningNode,
    readonly troubles: string[],
  ) {}

  static async start(options: Partial<Omit<NodeOptions, 'log'>> = {}): Promise<GroupNode> {
    const folder = await mkdtemp(join(tmpdir(), 'daybook-groups-'));
    const log = await openEmbeddedStore({ file: join(folder, 'log.db') });
    const troubles: string[] = [];
    const onTrouble = (message: string): void => void troubles.push(message);
    const node = await startNode({ log, port: 0, onTrouble, ...options });
    return new GroupNode(folder, log, { ...options, onTrouble }, node, troubles);
  }

  get connectionString(): string {
    return this.running.connectionString;
  }

  /** A new client; a name tells its connection apart. */
  client(parameters = ''): EventStoreDBClient {
    const client = EventStoreDBClient.connectionString(this.connectionString + parameters);
    this.clients.push(client);
    return client;
  }

  async restart(): Promise<void> {
    await this.running.close();
    this.running = await startNode({ log: this.log, port: 0, ...this.options });
  }

  async remove(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.dispose()));
    await this.running.close();
    await this.log.close();
    await rm(this.folder, { recursive: true, force: true });
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

/** Longest wait for an answer that fits, milliseconds. */
const patience = 15_000;

/** Asks until the answer fits, with a turn of the event loop in between. */
export async function eventually<Answer>(ask: () => Answer | Promise<Answer>, fits: (answer: Answer) => boolean): Promise<Answer> {
  for (const begun = stopwatch(); ; ) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (stopwatch() - begun > patience) throw new Error(`waited in vain; the last answer was ${inspect(answer, { depth: 4 })}`);
    await nextTurn();
  }
}

/** Appends `count` events, numbered by name, and gives their places. */
export async function append(client: EventStoreDBClient, stream: string, count: number, type = 'Noted'): Promise<string[]> {
  const batch = uuidV5(`${stream} ${count} ${type}`);
  const events = Array.from({ length: count }, (_, index) => jsonEvent({ type, data: { index, batch } }));
  const { nextExpectedRevision } = await client.appendToStream(stream, events);
  const first = Number(nextExpectedRevision) - count + 1;
  return Array.from({ length: count }, (_, index) => `${stream}@${first + index}`);
}
