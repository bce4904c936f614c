import { randomUUID } from 'node:crypto';
import {
  EventStoreDBClient,
  jsonEvent,
  type AllStreamResolvedEvent,
  type AppendResult,
  type EventData,
  type JSONEventData,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { collected } from '../subject';
import { BareStubs } from './bare-stubs';
import type { WireSubject } from './subject';

/** What the rules work with: one server, one official client, bare stubs, and stream names nobody else has. */
export class WireBench {
  readonly client: EventStoreDBClient;
  readonly bare: BareStubs;
  private readonly run = randomUUID().slice(0, 8);
  private names = 0;

  constructor(readonly subject: WireSubject) {
    this.client = EventStoreDBClient.connectionString(subject.connectionString);
    this.bare = new BareStubs(subject);
  }

  /** A stream of this test alone. */
  stream(hint = 's'): string {
    this.names += 1;
    return `wire${this.run}-${this.names}-${hint}`;
  }

  read(...[stream, options]: Parameters<EventStoreDBClient['readStream']>): Promise<ResolvedEvent[]> {
    return collected(this.client.readStream(stream, options));
  }

  readAll(...[options]: Parameters<EventStoreDBClient['readAll']>): Promise<AllStreamResolvedEvent[]> {
    return collected(this.client.readAll(options));
  }

  /** The revisions that a read shows, in its order. */
  async revisions(...read: Parameters<EventStoreDBClient['readStream']>): Promise<number[]> {
    return (await this.read(...read)).map(({ event }) => Number(event?.revision));
  }

  /** A new stream of so many events. */
  async seeded(count: number, hint?: string): Promise<{ stream: string; events: JSONEventData[]; result: AppendResult }> {
    const stream = this.stream(hint);
    const events = notes(count);
    const result = await this.client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
    return { stream, events, result };
  }

  async dispose(): Promise<void> {
    this.bare.close();
    await this.client.dispose();
    await this.subject.dispose();
  }
}

/** An event with an id of its own. Kept and sent again, it is the same event. */
export const note = (type = 'Noted', data: Record<string, unknown> = { text: 'noted' }): JSONEventData => jsonEvent({ type, data });

export const jsonWithId = (id: string, data: Record<string, unknown>): JSONEventData => jsonEvent({ id, type: 'Noted', data });

export const notes = (count: number, type?: string): JSONEventData[] => Array.from({ length: count }, () => note(type));

export const idsOf = (events: readonly Pick<EventData, 'id'>[]): string[] => events.map(({ id }) => id);
