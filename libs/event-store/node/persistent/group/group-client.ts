import type { Message } from './message';
import { Timings } from './timings';

/** Unacknowledged bytes one client may hold: its slots count events, and events may be large. */
const inFlightBytesMost = 32 * 1024 * 1024;

export interface ClientIdentity {
  readonly user: string;
  readonly connectionName: string;
}

/** One connected consumer, and what it has been sent and not answered. */
export class GroupClient {
  readonly inFlight = new Set<Message>();
  /** Set while the connection takes nothing more: what is unsent must not pile up in the node. */
  isBlocked = false;
  sentTotal = 0;
  private inFlightBytes = 0;
  private readonly timings: Timings | null;

  constructor(
    readonly id: string,
    /** Events that may be unanswered at once. */
    readonly slots: number,
    readonly identity: ClientIdentity,
    withTimings: boolean,
  ) {
    this.timings = withTimings ? new Timings() : null;
  }

  get freeSlots(): number {
    return this.slots - this.inFlight.size;
  }

  get canTake(): boolean {
    return !this.isBlocked && this.freeSlots > 0 && this.inFlightBytes < inFlightBytesMost;
  }

  /** Null when they are not measured. */
  get measurements(): readonly (readonly [string, number])[] | null {
    return this.timings?.measurements() ?? null;
  }

  take(message: Message, now: number): void {
    if (this.freeSlots <= 0) throw new Error(`client ${this.id} was sent more than its ${this.slots} events`);
    this.inFlight.add(message);
    this.inFlightBytes += message.event.bytes;
    this.sentTotal += 1;
    this.timings?.begin(message, now);
  }

  release(message: Message, now: number): void {
    if (!this.inFlight.delete(message)) throw new Error(`client ${this.id} does not hold event ${message.event.id}`);
    this.inFlightBytes -= message.event.bytes;
    this.timings?.end(message, now);
  }
}
