import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventCodec, type EventStore, type EventToAppend, type RecordedEvent } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { eventDefinitions, streamName, type SatisfactionRecorded } from '#ledger';

export const madeLedgerId = '7c9f1c3e-2f4b-4d7a-9a52-7d2f8f0f4f11';
export const madeCodec = new EventCodec({ definitions: eventDefinitions, ledgerId: madeLedgerId });

/** An event with the stream it goes to: what a forger would write. */
export interface PlacedEvent extends EventToAppend {
  readonly stream: string;
}

/** Embedded stores in scratch folders, by a clock that moves one millisecond with each append. */
export class ScratchLogs {
  private readonly folders: string[] = [];
  private readonly stores: EventStore[] = [];

  async open(): Promise<{ readonly store: EventStore; readonly folder: string }> {
    const folder = await mkdtemp(join(tmpdir(), 'daybook-audit-'));
    this.folders.push(folder);
    let now = 1_700_000_000_000;
    const store = await openEmbeddedStore({ file: join(folder, 'events.db'), clock: () => (now += 1) });
    this.stores.push(store);
    return { store, folder };
  }

  async close(): Promise<void> {
    for (const store of this.stores) await store.close();
    for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
  }
}

/** The stored form of a fact, at revision 0 of a stream of its own. */
export function madeFact(number: number, score = 7): PlacedEvent {
  const invoiceId = `INV-${number}`;
  const stream = streamName('satisfaction', invoiceId);
  const event: SatisfactionRecorded = {
    type: 'SatisfactionRecorded',
    data: { invoiceId, accountId: 'UK~C-1', requestId: `R-${number}`, recordedOn: '2024-03-01', score, personal: {} },
  };
  const origin = { actor: 'test', commandId: `c-${number}`, correlationId: `c-${number}`, causationId: `c-${number}`, inputHash: `v1:${number}` };
  return { ...madeCodec.encode(stream, 0, event, origin), stream };
}

/** Appends each event by itself, at the next revision of its stream. */
export async function appendAll(store: EventStore, events: readonly PlacedEvent[]): Promise<void> {
  const heads = new Map<string, number>();
  for (const { stream, ...event } of events) {
    const head = heads.get(stream);
    const outcome = await store.append(stream, head ?? 'no_stream', [event]);
    if (outcome.kind !== 'appended') throw new Error(`${stream}: ${outcome.kind}`);
    heads.set(stream, outcome.revision);
  }
}

export async function allEvents(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll(null)) events.push(...page);
  return events;
}
