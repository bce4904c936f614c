import { EventCodec, type EventStore, type RecordedEvent } from '#event-store';
import { addDays, eventDefinitions } from '#ledger';
import { openReadStore, ReadModels, reports, type Basis } from '#read-models';
import { chance } from '../../../libs/read-models/testing';

/** Everything an own event says that a copy must keep. */
export interface KeptEvent {
  readonly place: string;
  readonly id: string;
  readonly data: string;
  readonly recordedAt: number;
  readonly isWhole: boolean;
}

export const codecOf = (ledgerId: string): EventCodec => new EventCodec({ definitions: eventDefinitions, ledgerId });

export async function allEvents(store: EventStore): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll(null)) events.push(...page);
  return events;
}

/** Own events in log order, with what a copy must keep of them. */
export async function keptEvents(store: EventStore, ledgerId: string): Promise<KeptEvent[]> {
  const codec = codecOf(ledgerId);
  return (await allEvents(store)).flatMap((recorded) => {
    const stored = codec.decode(recorded);
    const place = `${recorded.stream}@${recorded.revision} ${recorded.type}`;
    return stored === null ? [] : [{ place, id: recorded.id, data: recorded.data, recordedAt: stored.recordedAt, isWhole: codec.verifyContentHash(recorded) }];
  });
}

/** Bodies of all reports at every sequence of a log, as text; days and bases by chance, the same for the same seed. */
export async function reportBodies(store: EventStore, ledgerId: string, seed: number): Promise<string[]> {
  const readStore = await openReadStore({ memory: true });
  const readModels = new ReadModels(readStore, { store, codec: codecOf(ledgerId), ledgerId });
  try {
    const { sequence: end } = await readModels.catchUp();
    const asked = reports(readStore);
    const below = chance(seed);
    const bodies: string[] = [];
    for (let sequence = 0; sequence <= end; sequence += 1) {
      const bases: readonly Basis[] = ['effective', 'posting'];
      const question = { asOf: addDays('2023-11-01', below(230)), basis: bases[below(2)]!, knownAt: { sequence } };
      for (const report of ['receivables', 'aging', 'revenue', 'trialBalance', 'tax', 'orderToCash', 'contractBalances', 'recurringRevenue'] as const) {
        const { body } = await asked[report](question);
        bodies.push(JSON.stringify([report, body]));
      }
    }
    return bodies;
  } finally {
    await readModels.stop();
    await readStore.close();
  }
}
