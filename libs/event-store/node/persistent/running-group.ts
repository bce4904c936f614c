import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Refusal } from '../calls/refusal';
import type { NodeContext } from '../node-context';
import { eventSource, sourceEvent, type EventSource, type SourceEvent } from './event-source';
import type { ClientIdentity } from './group/group-client';
import type { GroupEffect, GroupStatus, NackAction } from './group/group-rules';
import type { Message } from './group/message';
import { PersistentGroup } from './group/persistent-group';
import type { GroupDefinition } from './group-settings';
import { GroupStreams } from './group-streams';
import { groupDropped, tooManySubscribers } from './refusals';

/** One consumer's connection, as the group uses it. */
export interface Subscriber {
  readonly identity: ClientIdentity;
  /** Events it takes before it has answered any. */
  readonly slots: number;
  /** @returns a promise when the connection takes nothing more until it resolves. It must not reject. */
  send(event: SourceEvent, retryCount: number): Promise<void> | undefined;
  /** The group has gone, for this reason. */
  end(reason: Refusal): void;
}

/** Milliseconds that only go forward. */
export type Stopwatch = () => number;

/** A group with its source, its streams and its subscribers: it feeds the rules, and does what they ask for. */
export class RunningGroup {
  private readonly streams: GroupStreams;
  private readonly source: EventSource;
  private readonly group: PersistentGroup<SourceEvent>;
  private readonly subscribers = new Map<string, Subscriber>();
  /** Those whose connection takes nothing more for now. */
  private readonly blocked = new Set<string>();
  private readonly writes = new Set<Promise<void>>();
  private readTo: number;
  private isAtEnd = false;
  /** Has been at the end, and has had room for everything since. */
  private isLive = false;
  private isReading = false;
  private isStopped = false;

  /** @throws Refusal for a filter that cannot be used. */
  constructor(
    private readonly context: NodeContext,
    private readonly stopwatch: Stopwatch,
    readonly definition: GroupDefinition,
  ) {
    this.source = eventSource(context, definition);
    this.streams = new GroupStreams(context, definition);
    const checkpoint = this.source.parse(this.streams.checkpoint() ?? '');
    const { startFrom, endAt } = definition;
    this.readTo = checkpoint ?? (startFrom === 'end' ? (endAt ?? this.source.end()) : this.source.before(startFrom));
    const { minCheckPointCount, maxCheckPointCount, checkPointAfter } = definition;
    const rules = { ...definition, minCheckpointCount: minCheckPointCount, maxCheckpointCount: maxCheckPointCount, checkpointAfter: checkPointAfter };
    this.group = new PersistentGroup(rules, checkpoint);
    this.readOn();
  }

  /** @param confirm is called before anything is sent. @throws Refusal when the group takes no more. */
  connect(id: string, subscriber: Subscriber, confirm: () => void): void {
    if (this.isStopped) throw groupDropped(this.definition);
    const { maxSubscriberCount } = this.definition;
    if (maxSubscriberCount > 0 && this.subscribers.size >= maxSubscriberCount) throw tooManySubscribers(this.definition);
    confirm();
    this.subscribers.set(id, subscriber);
    this.group.connect(id, subscriber.slots, subscriber.identity, this.stopwatch());
    this.act();
  }

  disconnect(id: string): void {
    if (this.isStopped || !this.subscribers.delete(id)) return;
    this.group.disconnect(id, this.stopwatch());
    this.act();
  }

  ack(ids: readonly string[]): void {
    if (this.isStopped) return;
    this.group.ack(ids, this.stopwatch());
    this.act();
  }

  nack(ids: readonly string[], action: NackAction, reason: string): void {
    if (this.isStopped) return;
    this.group.nack(ids, action, reason, this.stopwatch());
    this.act();
  }

  tick(): void {
    this.group.tick(this.stopwatch());
    this.act();
  }

  /** The log has grown. */
  wake(): void {
    this.isAtEnd = false;
    this.readOn();
  }

  /** Brings parked events back, those before number `stopAt` if one is given. */
  replayParked(stopAt: number | null): void {
    const { first, end } = this.streams.parkedRange();
    this.group.startReplay(first, Math.min(end, stopAt ?? end));
    this.readOn();
  }

  status(): GroupStatus & { readonly parkedCount: number; readonly isLive: boolean } {
    const status = this.group.status;
    const { first, end } = this.streams.parkedRange();
    return { ...status, parkedCount: Math.max(0, end - Math.max(first, status.replayedTo)), isLive: this.isLive };
  }

  /** A place as clients are told it; '' for none. */
  placeText(place: number | null): string {
    return place === null ? '' : this.source.text(place);
  }

  /** Ends every subscriber, and waits for what is being written. Nothing is sent or written from here on. */
  async stop(reason: Refusal): Promise<void> {
    this.isStopped = true;
    for (const subscriber of this.subscribers.values()) subscriber.end(reason);
    this.subscribers.clear();
    await Promise.all(this.writes);
  }

  /** Forgets how far the group has come and what it has parked. */
  remove(): Promise<void> {
    return this.streams.remove();
  }

  /** Does what the rules have asked for, and reads on if they have made room. */
  private act(): void {
    for (const effect of this.group.takeEffects()) this.perform(effect);
    this.readOn();
  }

  private perform(effect: GroupEffect<SourceEvent>): void {
    switch (effect.kind) {
      case 'send':
        return this.send(effect.client, effect.message);
      case 'park': {
        const { message, reason } = effect;
        return this.write(this.streams.park(message.event.readable, reason), (isWritten) => this.group.parked(message, isWritten, this.stopwatch()));
      }
      case 'checkpoint':
        return this.write(this.streams.writeCheckpoint(this.source.text(effect.place)), (isWritten) => this.group.checkpointed(isWritten, this.stopwatch()));
      case 'truncate-parked':
        return this.write(this.streams.truncateParked(effect.before), (isWritten) => this.group.truncated(effect.before, isWritten));
    }
  }

  private send(id: string, message: Message<SourceEvent>): void {
    const waiting = this.subscribers.get(id)?.send(message.event, message.retries);
    if (waiting === undefined || this.blocked.has(id)) return;
    this.blocked.add(id);
    this.group.block(id, true, this.stopwatch());
    void waiting.then(() => {
      this.blocked.delete(id);
      if (this.isStopped) return;
      this.group.block(id, false, this.stopwatch());
      this.act();
    });
  }

  private write(writing: Promise<boolean>, then: (isWritten: boolean) => void): void {
    const done = writing.then((isWritten) => {
      this.writes.delete(done);
      if (this.isStopped) return;
      then(isWritten);
      this.act();
    });
    this.writes.add(done);
  }

  private readOn(): void {
    if (this.isReading || this.isStopped || !this.wantsMore()) return;
    this.isReading = true;
    this.readPages().catch((error: unknown) => {
      // Tried again when the log grows.
      this.isAtEnd = true;
      this.isReading = false;
      this.context.trouble(`group ${this.definition.group} of ${this.definition.stream} could not read: ${String(error)}`);
    });
  }

  private wantsMore(): boolean {
    return (this.group.hasRoom && !this.isAtEnd) || this.group.wantedParked !== null;
  }

  /** Reading is synchronous: other calls get their turn between two pages. */
  private async readPages(): Promise<void> {
    while (await this.hasTurn()) {
      this.readParked();
      if (this.group.hasRoom && !this.isAtEnd) this.readSource();
      for (const effect of this.group.takeEffects()) this.perform(effect);
    }
  }

  private async hasTurn(): Promise<boolean> {
    await nextTurn();
    // In one step with the look: whoever wakes the group after it must find that it no longer reads.
    this.isReading = !this.isStopped && this.wantsMore();
    return this.isReading;
  }

  private readSource(): void {
    const { considered, readTo, atEnd } = this.source.read(this.readTo, this.definition.readBatchSize);
    this.readTo = readTo;
    this.isAtEnd = atEnd;
    this.group.take(considered, this.stopwatch());
    this.isLive = atEnd || (this.isLive && this.group.hasRoom);
  }

  private readParked(): void {
    const wanted = this.group.wantedParked;
    if (wanted === null) return;
    const { events, readTo } = this.streams.parkedPage(wanted.from, wanted.before, this.definition.readBatchSize);
    const { strategy } = this.definition;
    const parked = events.map((readable) => sourceEvent(readable, readable.link?.revision ?? 0, strategy));
    this.group.takeParked(parked, readTo, this.stopwatch());
  }
}
