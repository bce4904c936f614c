import { Checkpointing, type SettledTo } from './checkpointing';
import { consumerStrategy, type ConsumerStrategy } from './consumer-strategy';
import { GroupClient, type ClientIdentity } from './group-client';
import type { Considered, GroupEffect, GroupRules, GroupStatus, NackAction } from './group-rules';
import { InFlight } from './in-flight';
import { Message, type GroupEvent } from './message';
import { MessageQueue, type Verdict } from './message-queue';
import { ParkedReplay } from './parked-replay';
import { Unsettled } from './unsettled';

/** Events waiting to be sent take no more than this, however few they are. */
const heldBytesMost = 16 * 1024 * 1024;

/**
 * The rules of one persistent subscription group, without clock or store: it is told what happens and when, and says what
 * is to be done. Every event it is given is settled once: acknowledged, skipped, or parked. The checkpoint never passes
 * one that is not; retries come before what is new.
 */
export class PersistentGroup<Event extends GroupEvent> {
  private readonly fresh = new MessageQueue<Event>();
  private readonly retries = new MessageQueue<Event>();
  private readonly inFlight = new InFlight<Event>();
  private readonly unsettled = new Unsettled<Event>();
  private readonly replay = new ParkedReplay<Event>();
  private readonly parking = new Map<Message<Event>, string>();
  private readonly unparked = new Set<Message<Event>>();
  private readonly clients = new Map<string, GroupClient>();
  private readonly strategy: ConsumerStrategy;
  private readonly checkpointing: Checkpointing;
  private effects: GroupEffect<Event>[] = [];
  private sequence = 0;
  private lastPlace: number | null;
  private lastKnown: number | null = null;
  private sent = 0;

  /** @param checkpoint place of the last checkpoint, null when there is none. */
  constructor(
    private readonly rules: GroupRules,
    checkpoint: number | null,
  ) {
    this.strategy = consumerStrategy(rules.strategy);
    this.checkpointing = new Checkpointing(rules, checkpoint);
    this.lastPlace = checkpoint;
  }

  /** What has become due since the last call, in order. */
  takeEffects(): readonly GroupEffect<Event>[] {
    const due = this.effects;
    this.effects = [];
    return due;
  }

  get clientCount(): number {
    return this.clients.size;
  }

  get status(): GroupStatus {
    return {
      clients: [...this.clients.values()],
      checkpoint: this.checkpointing.place,
      lastKnown: this.lastKnown,
      freshCount: this.fresh.length,
      retryCount: this.retries.length,
      inFlightCount: this.inFlight.count,
      sentTotal: this.sent,
      replayedTo: this.replay.readTo,
    };
  }

  /** Whether another page may be read: of `readBatchSize` events at most. */
  get hasRoom(): boolean {
    const held = this.fresh.length + this.retries.length + this.parking.size;
    return this.rules.historyBufferSize - held > this.rules.readBatchSize && this.fresh.bytes + this.retries.bytes < heldBytesMost;
  }

  /** Parked events to read and hand over, null for none. */
  get wantedParked(): { readonly from: number; readonly before: number } | null {
    return this.hasRoom ? this.replay.wanted : null;
  }

  connect(id: string, slots: number, identity: ClientIdentity, now: number): void {
    if (this.clients.has(id)) throw new Error(`client ${id} is connected already`);
    const client = new GroupClient(id, slots, identity, this.rules.extraStatistics);
    this.clients.set(id, client);
    this.strategy.added(client);
    this.push(now);
  }

  /** Everything the client has not answered is sent to another. */
  disconnect(id: string, now: number): void {
    const client = this.clients.get(id);
    if (client === undefined) return;
    this.clients.delete(id);
    this.strategy.removed(client);
    for (const message of [...client.inFlight] as Message<Event>[]) {
      this.inFlight.remove(message);
      this.release(message, now);
      this.retry(message);
    }
    this.push(now);
  }

  /** A client whose connection takes nothing more is left out until it does. */
  block(id: string, isBlocked: boolean, now: number): void {
    const client = this.clients.get(id);
    if (client === undefined) return;
    client.isBlocked = isBlocked;
    if (!isBlocked) this.push(now);
  }

  /** The next events of the source, in order. */
  take(page: readonly Considered<Event>[], now: number): void {
    for (const { place, event } of page) {
      if (this.lastPlace !== null && place <= this.lastPlace) throw new Error(`the source gave ${place} after ${this.lastPlace}`);
      this.sequence += 1;
      if (event !== null) {
        const message = new Message(event, { sequence: this.sequence, previous: this.lastPlace });
        this.unsettled.add(message);
        this.fresh.add(message);
        this.lastKnown = place;
      }
      this.lastPlace = place;
    }
    this.checkpoint(now, false);
    this.push(now);
  }

  ack(ids: readonly string[], now: number): void {
    for (const id of ids) for (const message of this.takeAnswered(id, now)) this.settle(message);
    this.afterAnswers(now);
  }

  /** `stop` does nothing, as in EventStoreDB: the event stays with the client until its time is over. */
  nack(ids: readonly string[], action: NackAction, reason: string, now: number): void {
    if (action === 'stop') return;
    for (const id of ids) {
      for (const message of this.takeAnswered(id, now)) {
        if (action === 'skip') this.settle(message);
        else if (action === 'park') this.park(message, `Client explicitly NAK'ed message.\n${reason}`);
        else this.retryOrPark(message);
      }
    }
    this.afterAnswers(now);
  }

  /** Time passes: call it at least every second. */
  tick(now: number): void {
    for (const message of this.inFlight.takeOverdue(now)) {
      this.release(message, now);
      this.retryOrPark(message);
    }
    for (const message of this.unparked) this.effects.push({ kind: 'park', message, reason: this.parking.get(message) ?? '' });
    this.unparked.clear();
    this.checkpoint(now, true);
    this.truncate(true);
    this.push(now);
  }

  /** A parked event that could not be written is written again at the next tick; it holds up the checkpoint meanwhile. */
  parked(message: Message<Event>, isWritten: boolean, now: number): void {
    if (!this.parking.has(message)) throw new Error(`event ${message.event.id} was parked, and nobody had asked for it`);
    if (!isWritten) {
      this.unparked.add(message);
      return;
    }
    this.parking.delete(message);
    this.settle(message);
    this.afterAnswers(now);
  }

  checkpointed(isWritten: boolean, now: number): void {
    this.checkpointing.finished(isWritten);
    if (isWritten) this.checkpoint(now, false);
  }

  /** @param first number of the first readable parked event. @param stopAt the first that stays parked. */
  startReplay(first: number, stopAt: number): void {
    this.replay.start(first, stopAt);
  }

  takeParked(events: readonly Event[], readTo: number, now: number): void {
    for (const message of this.replay.take(events, readTo)) this.retries.add(message);
    this.truncate(false);
    this.push(now);
  }

  truncated(before: number, isWritten: boolean): void {
    this.replay.truncated(before, isWritten);
    if (isWritten) this.truncate(false);
  }

  private takeAnswered(id: string, now: number): readonly Message<Event>[] {
    const messages = this.inFlight.take(id);
    for (const message of messages) this.release(message, now);
    return messages;
  }

  private afterAnswers(now: number): void {
    this.checkpoint(now, false);
    this.truncate(false);
    this.push(now);
  }

  private release(message: Message<Event>, now: number): void {
    if (message.client === null) throw new Error(`event ${message.event.id} is with no client`);
    message.client.release(message, now);
    message.client = null;
  }

  private settle(message: Message<Event>): void {
    if (message.isReplayed) this.replay.settle(message);
    else this.unsettled.settle(message);
  }

  private retryOrPark(message: Message<Event>): void {
    const { maxRetryCount } = this.rules;
    if (message.retries >= maxRetryCount) this.park(message, `Reached retry count of ${maxRetryCount}`);
    else this.retry(message);
  }

  private retry(message: Message<Event>): void {
    message.state = 'waiting';
    message.retries += 1;
    this.retries.insert(message);
  }

  private park(message: Message<Event>, reason: string): void {
    message.state = 'parking';
    this.parking.set(message, reason);
    this.effects.push({ kind: 'park', message, reason });
  }

  private push(now: number): void {
    const judge = (message: Message<Event>): Verdict => this.offer(message, now);
    if (!this.retries.scan(judge)) this.fresh.scan(judge);
  }

  private offer(message: Message<Event>, now: number): Verdict {
    const client = this.strategy.choose(message.event.pinKey);
    if (client === 'nobody') return 'stop';
    if (client === 'wait') return 'keep';
    message.state = 'sent';
    message.client = client;
    client.take(message, now);
    this.inFlight.add(message, this.rules.messageTimeout === 0 ? Number.POSITIVE_INFINITY : now + this.rules.messageTimeout);
    this.sent += 1;
    this.effects.push({ kind: 'send', client: client.id, message });
    return 'take';
  }

  private settledTo(): SettledTo | null {
    const order = this.unsettled.lowest()?.order ?? { sequence: this.sequence + 1, previous: this.lastPlace };
    return order.previous === null ? null : { place: order.previous, sequence: order.sequence - 1 };
  }

  private checkpoint(now: number, isTick: boolean): void {
    const place = this.checkpointing.due(this.settledTo(), now, isTick);
    if (place !== null) this.effects.push({ kind: 'checkpoint', place });
  }

  private truncate(isTick: boolean): void {
    const before = this.replay.truncation(isTick);
    if (before !== null) this.effects.push({ kind: 'truncate-parked', before });
  }
}
