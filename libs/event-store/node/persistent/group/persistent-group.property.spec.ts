import fc from 'fast-check';
import { strategyNames } from './consumer-strategy';
import type { GroupRules } from './group-rules';
import type { GroupEvent, Message } from './message';
import { PersistentGroup } from './persistent-group';

/** A world around a group: it plays store and clients, and checks after each step what must always hold. */
class World {
  readonly group: PersistentGroup<GroupEvent>;
  readonly slots = new Map<string, number>();
  /** What each client holds, as it knows it itself, and until when. */
  readonly held = new Map<string, Map<string, number>>();
  readonly settled = new Map<string, string>();
  private readonly parking: Message<GroupEvent>[] = [];
  private writing = false;
  private checkpoint = -1;
  private given = 0;
  private now = 0;
  private nextClient = 0;

  constructor(private readonly rules: GroupRules) {
    this.group = new PersistentGroup(rules, null);
  }

  private settle(id: string, how: string): void {
    expect(this.settled.get(id)).toBeUndefined();
    this.settled.set(id, how);
  }

  /** Carries out what the group asked for. */
  private look(): void {
    for (const effect of this.group.takeEffects()) {
      if (effect.kind === 'send') {
        const held = this.held.get(effect.client);
        expect(this.settled.has(effect.message.event.id)).toBe(false);
        // Whatever is sent is with nobody else.
        for (const other of this.held.values()) other.delete(effect.message.event.id);
        held?.set(effect.message.event.id, this.now + this.rules.messageTimeout);
        expect(held?.size).toBeLessThanOrEqual(this.slots.get(effect.client) ?? 0);
      } else if (effect.kind === 'park') {
        for (const other of this.held.values()) other.delete(effect.message.event.id);
        this.parking.push(effect.message);
      } else if (effect.kind === 'checkpoint') {
        expect(this.writing).toBe(false);
        this.writing = true;
        expect(effect.place).toBeGreaterThan(this.checkpoint);
        for (let place = 0; place <= effect.place; place += 1) expect(this.settled.has(`e${place}`)).toBe(true);
        this.checkpoint = effect.place;
      }
    }
    for (const { id, slots, inFlight } of this.group.status.clients) {
      expect(inFlight.size).toBeLessThanOrEqual(slots);
      expect(this.slots.get(id)).toBe(slots);
    }
  }

  connect(slots: number): void {
    const id = `client ${this.nextClient++}`;
    this.slots.set(id, slots);
    this.held.set(id, new Map());
    this.group.connect(id, slots, { user: '', connectionName: '' }, this.now);
    this.look();
  }

  disconnect(which: number): void {
    const id = [...this.held.keys()][which % Math.max(1, this.held.size)];
    if (id === undefined) return;
    this.held.delete(id);
    this.group.disconnect(id, this.now);
    this.look();
  }

  give(count: number): void {
    if (!this.group.hasRoom) return;
    const page = Array.from({ length: Math.min(count, this.rules.readBatchSize) }, () => {
      const place = this.given++;
      const isFilteredOut = place % 7 === 3;
      if (isFilteredOut) this.settle(`e${place}`, 'filtered');
      return { place, event: isFilteredOut ? null : { id: `e${place}`, place, bytes: 1, pinKey: `key${place % 5}` } };
    });
    this.group.take(page, this.now);
    this.look();
    const { freshCount, retryCount } = this.group.status;
    expect(freshCount + retryCount).toBeLessThanOrEqual(this.rules.historyBufferSize + [...this.slots.values()].reduce((sum, slots) => sum + slots, 0));
  }

  answer(which: number, how: 'ack' | 'skip' | 'retry' | 'park' | 'stop'): void {
    const holders = [...this.held.values()].filter(({ size }) => size > 0);
    const held = holders[which % Math.max(1, holders.length)];
    const id = [...(held?.keys() ?? [])][which % Math.max(1, held?.size ?? 1)];
    if (held === undefined || id === undefined) return;
    if (how !== 'stop') held.delete(id);
    if (how === 'ack' || how === 'skip') this.settle(id, how);
    if (how === 'ack') this.group.ack([id], this.now);
    else this.group.nack([id], how, 'why not', this.now);
    this.look();
  }

  pass(ms: number): void {
    this.now += ms;
    for (const held of this.held.values()) for (const [id, until] of held) if (until <= this.now) held.delete(id);
    this.group.tick(this.now);
    this.look();
  }

  finishParking(isWritten: boolean): void {
    const message = this.parking.shift();
    if (message === undefined) return;
    if (isWritten) this.settle(message.event.id, 'parked');
    this.group.parked(message, isWritten, this.now);
    this.look();
  }

  finishCheckpoint(isWritten: boolean): void {
    if (!this.writing) return;
    this.writing = false;
    if (!isWritten) this.checkpoint = this.group.status.checkpoint ?? -1;
    this.group.checkpointed(isWritten, this.now);
    this.look();
  }

  /** One client that does its work, until nothing is left. */
  drain(): void {
    this.connect(10);
    for (let round = 0; round < 10_000 && this.settled.size < this.given; round += 1) {
      this.finishCheckpoint(true);
      this.finishParking(true);
      this.answer(round, 'ack');
      this.pass(this.rules.messageTimeout);
    }
    expect(this.settled.size).toBe(this.given);
    this.finishCheckpoint(true);
    this.pass(this.rules.checkpointAfter);
    this.finishCheckpoint(true);
    expect(this.group.status).toMatchObject({ freshCount: 0, retryCount: 0, inFlightCount: 0 });
    if (this.given > 0) expect(this.group.status.checkpoint).toBe(this.given - 1);
  }
}

type Step = (world: World) => void;

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 1, max: 5 }).map((slots): Step => (world) => world.connect(slots)),
  fc.nat(9).map((which): Step => (world) => world.disconnect(which)),
  fc.integer({ min: 1, max: 8 }).map((count): Step => (world) => world.give(count)),
  fc.tuple(fc.nat(50), fc.constantFrom('ack', 'ack', 'ack', 'skip', 'retry', 'park', 'stop')).map(
    ([which, how]): Step =>
      (world) =>
        world.answer(which, how),
  ),
  fc.constantFrom(0, 10, 400, 1_000).map((ms): Step => (world) => world.pass(ms)),
  fc.boolean().map((isWritten): Step => (world) => world.finishParking(isWritten)),
  fc.boolean().map((isWritten): Step => (world) => world.finishCheckpoint(isWritten)),
);

describe('a persistent group, whatever happens', () => {
  it('settles every event once, sends no client more than it takes, and never checkpoints past what is not settled', () => {
    const rules = fc.record({
      messageTimeout: fc.constantFrom(1, 500, 5_000),
      maxRetryCount: fc.nat(3),
      historyBufferSize: fc.integer({ min: 6, max: 20 }),
      readBatchSize: fc.integer({ min: 1, max: 5 }),
      minCheckpointCount: fc.constant(1),
      maxCheckpointCount: fc.integer({ min: 1, max: 10 }),
      checkpointAfter: fc.constantFrom(1, 300),
      extraStatistics: fc.boolean(),
      strategy: fc.constantFrom(...strategyNames),
    });
    fc.assert(
      fc.property(rules, fc.array(step, { maxLength: 120 }), (chosen, steps) => {
        const world = new World(chosen);
        for (const act of steps) act(world);
        world.drain();
      }),
      { numRuns: 300 },
    );
  });
});
