import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventCodec, StoreUnavailableError, type EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { eventDefinitions, type SaleCancelled } from '#ledger';
import type { Lease, SharedPlace, SharedPlaces } from '#read-models';
import { openLocalDatabase, type LocalDatabase } from '../local-index/local-database';
import { FinishedSteps } from './finished-steps';
import { FollowUp } from './follow-up';
import { PolicyCheckpoints } from './policy-checkpoints';

/** A lease within one process: whoever asked first has it next, also when the holder is cut off. */
class QueuedLease {
  private held: AbortController | null = null;
  private readonly waiting: (() => void)[] = [];

  readonly lease: Lease = {
    acquire: async (signal) => {
      while (this.held !== null && !signal.aborted) {
        await new Promise<void>((turn) => {
          this.waiting.push(turn);
          signal.addEventListener('abort', () => turn(), { once: true });
        });
      }
      if (signal.aborted) return null;
      const term = new AbortController();
      this.held = term;
      return { lost: term.signal, release: async () => this.free(term) };
    },
  };

  /** As when the holder's connection is cut: the next one has it before the holder knows. */
  cut(): void {
    const term = this.held;
    if (term === null) return;
    this.free(term);
    term.abort();
  }

  private free(term: AbortController): void {
    if (this.held !== term) return;
    this.held = null;
    this.waiting.shift()?.();
  }
}

/** What processes on one database tell each other, within one process. */
function toldPlaces(onTold: () => void): SharedPlaces & { last: SharedPlace | null } {
  const places: SharedPlaces & { last: SharedPlace | null } = {
    last: null,
    read: async () => places.last,
    write: async (_name, place) => {
      places.last = place;
      onTold();
    },
  };
  return places;
}

interface Around {
  readonly stuck?: string[];
  readonly shared?: SharedPlaces;
}

const origin = { actor: 'test', commandId: 'c', correlationId: 'c', causationId: 'c', inputHash: 'v1:x' };

describe('the policy that finishes begun work, in two processes', () => {
  let folder: string;
  let store: EventStore;
  let codec: EventCodec;
  let locals: LocalDatabase[];
  let policies: FollowUp[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'follow-up-'));
    store = await openEmbeddedStore({ file: join(folder, 'events.db') });
    codec = new EventCodec({ definitions: eventDefinitions, ledgerId: 'test' });
    [locals, policies] = [[], []];
  });
  afterEach(async () => {
    for (const policy of policies) await policy.stop();
    for (const local of locals) local.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  async function cancel(saleId: string): Promise<void> {
    const event: SaleCancelled = { type: 'SaleCancelled', data: { saleId, requestId: 'r', cancelledOn: '2010-12-01', reason: 'ordered twice' } };
    await store.append(`sale-${saleId}`, 'no_stream', [codec.encode(`sale-${saleId}`, 0, event, origin)]);
  }

  function policy(lease: Lease, step: (stream: string) => Promise<void> | void, { stuck = [], shared }: Around = {}): FollowUp {
    const local = openLocalDatabase(join(folder, `local-${locals.length}.db`));
    const made = new FollowUp({
      lease,
      store,
      codec,
      checkpoints: new PolicyCheckpoints(local, 'test', store, shared ?? null),
      finished: new FinishedSteps(),
      steps: new Map([['SaleCancelled', async ({ stream }) => step(stream)]]),
      now: () => 0,
      pause: async () => undefined,
      leaveMilliseconds: 0,
      onStuck: ({ stream }) => stuck.push(stream),
      onStopped: (error) => stuck.push(String(error)),
    });
    locals.push(local);
    policies.push(made);
    made.start();
    return made;
  }

  it('one follows up; when it is cut off the other goes on from its own checkpoint, and repeats no more than that', async () => {
    const queue = new QueuedLease();
    const done: string[] = [];
    let all: () => void = () => undefined;
    const until = (count: number): Promise<void> =>
      new Promise((reached) => {
        all = () => {
          if (new Set(done).size >= count) reached();
        };
        all();
      });
    const step = (who: string) => (stream: string): void => {
      done.push(`${stream}`);
      by.push(who);
      all();
    };
    const by: string[] = [];
    policy(queue.lease, step('one'));
    policy(queue.lease, step('other'));
    for (let sale = 0; sale < 5; sale += 1) await cancel(`a${sale}`);
    await until(5);
    expect(new Set(by)).toEqual(new Set(['one']));
    queue.cut();
    for (let sale = 0; sale < 5; sale += 1) await cancel(`b${sale}`);
    await until(10);
    expect(by.at(-1)).toBe('other');
    // The other had no checkpoint: it walked the five again, in the order of the log, and then went on.
    expect(done.slice(5)).toEqual([...done.slice(0, 5), 'sale-b0', 'sale-b1', 'sale-b2', 'sale-b3', 'sale-b4']);
  });

  it('begins at the place the other has told, if the log still holds it, and else at the beginning', async () => {
    const queue = new QueuedLease();
    let look: () => void = () => undefined;
    const shared = toldPlaces(() => look());
    const done: string[] = [];
    const step = (stream: string): void => {
      done.push(stream);
      look();
    };
    const met = (holds: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        look = () => {
          if (holds()) resolve();
        };
        look();
      });
    await cancel('a0');
    await cancel('a1');
    const first = policy(queue.lease, step, { shared });
    await met(() => shared.last?.stream === 'sale-a1');
    await first.stop();
    await cancel('b0');
    policy(queue.lease, step, { shared });
    await met(() => done.includes('sale-b0'));
    expect(done).toEqual(['sale-a0', 'sale-a1', 'sale-b0']);
    await policies.at(-1)!.stop();
    shared.last = { ...shared.last!, eventId: 'of another log' };
    policy(queue.lease, step, { shared });
    await cancel('c0');
    await met(() => done.includes('sale-c0'));
    expect(done.slice(3)).toEqual(['sale-a0', 'sale-a1', 'sale-b0', 'sale-c0']);
  });

  it('waits for a store that does not answer instead of leaving the step behind', async () => {
    const queue = new QueuedLease();
    const stuck: string[] = [];
    let attempts = 0;
    const done = new Promise<void>((finished) => {
      policy(
        queue.lease,
        () => {
          attempts += 1;
          if (attempts < 20) throw new StoreUnavailableError('test', 'away');
          finished();
        },
        { stuck },
      );
    });
    await cancel('a');
    await done;
    expect([attempts, stuck, policies[0]!.isHealthy]).toEqual([20, [], true]);
  });
});
