import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventCodec, type EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { eventDefinitions } from '#ledger';
import { logBatches, type ProjectionSource } from '../runner/log-batches';
import type { LedgerFact } from '../projection';
import { logStart } from '../store/checkpoint';
import type { PlacedEvent } from './random-history';

const origin = (command: number, inputHash = `v1:${command}`) => ({
  actor: 'tester', commandId: `command-${command}`, correlationId: `c-${command}`, causationId: `c-${command}`, inputHash,
});

/** A real embedded log in a folder of its own, with a clock the test sets. */
export class TestLedger {
  #revisions = new Map<string, number>();
  #now = 1_700_000_000_000;
  #commands = 0;
  readonly source: ProjectionSource;

  private constructor(
    readonly folder: string,
    readonly store: EventStore,
    ledgerId: string,
  ) {
    this.source = { store, codec: new EventCodec({ definitions: eventDefinitions, ledgerId }), ledgerId };
  }

  static async open(ledgerId = 'test-ledger'): Promise<TestLedger> {
    const folder = await mkdtemp(join(tmpdir(), 'daybook-read-models-'));
    const ledger: TestLedger = new TestLedger(folder, await openEmbeddedStore({ file: join(folder, 'log.db'), clock: () => ledger.#now }), ledgerId);
    return ledger;
  }

  /** Appends in order; every third event shares its millisecond with the one before, and the clock once goes back. */
  async append(events: readonly PlacedEvent[]): Promise<void> {
    for (const { stream, event } of events) {
      this.#commands += 1;
      if (this.#commands % 3 !== 0) this.#now += 250;
      if (this.#commands % 50 === 0) this.#now -= 3_000;
      const revision = (this.#revisions.get(stream) ?? -1) + 1;
      const encoded = this.source.codec.encode(stream, revision, event, origin(Math.floor(this.#commands / 2)));
      const outcome = await this.store.append(stream, revision === 0 ? 'no_stream' : revision - 1, [encoded]);
      if (outcome.kind !== 'appended') throw new Error(`test event was not appended: ${outcome.kind}`);
      this.#revisions.set(stream, revision);
    }
  }

  /** An event of somebody else in the same store: it must count nowhere. */
  async appendForeign(): Promise<void> {
    const codec = new EventCodec({ definitions: eventDefinitions, ledgerId: 'another-ledger' });
    this.#commands += 1;
    const stream = `account-foreign${this.#commands}`;
    const event = { type: 'AccountHeld', data: { accountId: 'x~y', requestId: 'r', heldOn: '2024-01-01', reason: 'foreign' } };
    await this.store.append(stream, 'no_stream', [codec.encode(stream, 0, event, origin(this.#commands))]);
  }

  async facts(): Promise<LedgerFact[]> {
    const facts: LedgerFact[] = [];
    for await (const batch of logBatches(this.source, logStart)) facts.push(...batch.facts);
    return facts;
  }

  async close(): Promise<void> {
    await this.store.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
