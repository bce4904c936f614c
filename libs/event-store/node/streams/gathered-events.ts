import { status } from '@grpc/grpc-js';
import type { EventToStore } from '../../embedded/log-write';
import { appendTooLarge, invalidArgument, Refusal } from '../calls/refusal';
import { appendBytesMost, recordBytesMost } from './append-limits';
import { eventToStore, type ProposedMessage } from './proposed-event';

/** What an event takes here besides its texts, roughly: bytes. Without it, empty events would be free and endless. */
const eventOverhead = 64;

/** What the unanswered appends of all calls hold together. A client that begins appends and ends none must not take the memory of the API beside it. */
export class AppendRoom {
  private taken = 0;

  /** @param most in bytes. */
  constructor(private readonly most: number) {}

  /** @throws Refusal when there is no room; nothing is taken then. */
  take(bytes: number): void {
    if (this.taken + bytes > this.most) {
      throw new Refusal(status.RESOURCE_EXHAUSTED, `unanswered appends hold ${this.most} bytes together, which is the most: finish some, then try again`);
    }
    this.taken += bytes;
  }

  giveBack(bytes: number): void {
    this.taken -= bytes;
    if (this.taken < 0) throw new Error(`appends gave back ${-this.taken} bytes more than they took`);
  }
}

/** The events of one append on its way in. */
export class GatheredEvents {
  private readonly gathered: EventToStore[] = [];
  private dataBytes = 0;
  private allBytes = 0;

  constructor(private readonly room: AppendRoom) {}

  get events(): readonly EventToStore[] {
    return this.gathered;
  }

  /** Bytes held here. */
  get bytes(): number {
    return this.allBytes;
  }

  /** @throws Refusal when the append grows too large, no room is left, or the event is malformed. */
  add(message: ProposedMessage): void {
    const data = message.getData_asU8().length;
    const all = data + message.getCustomMetadata_asU8().length + (message.getMetadataMap().get('type')?.length ?? 0) + eventOverhead;
    if (this.dataBytes + data > appendBytesMost) throw appendTooLarge(appendBytesMost);
    if (this.allBytes + all > recordBytesMost) throw invalidArgument(`an append holds at most ${recordBytesMost} bytes of data, metadata and types`);
    this.room.take(all);
    this.dataBytes += data;
    this.allBytes += all;
    this.gathered.push(eventToStore(message));
  }

  /** Forgets the events; harmless when repeated. */
  release(): void {
    this.room.giveBack(this.allBytes);
    this.allBytes = 0;
    this.gathered.length = 0;
  }
}
