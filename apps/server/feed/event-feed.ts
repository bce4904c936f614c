import { Inject, Injectable } from '@nestjs/common';
import type { StoredEvent } from '#event-store';
import { publicEvent, type PublicEvent } from '#integration';
import { problem } from '../edge/problem';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import type { Place } from './sequence-marks';
import { SequenceTail } from './sequence-tail';

export interface FeedFilter {
  readonly types?: ReadonlySet<string>;
  /** A stream name, or the beginning of one that ends in `-`: a category. */
  readonly stream?: string;
}

export interface FeedPage {
  /** Whose sequences these are: a cursor of another ledger means nothing here. */
  readonly ledgerId: string;
  readonly events: readonly PublicEvent[];
  /** Give it as `after` for the next page: the last sequence looked at, whether it fitted the filter or not. */
  readonly next: number;
  /** True: there was nothing more when this page was read. */
  readonly atEnd: boolean;
}

/** Most own events one page looks at, so that a narrow filter answers in bounded time. */
const lookedAtMax = 20_000;

/** Every own event in ledger order, from any sequence. */
@Injectable()
export class EventFeed {
  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly tail: SequenceTail,
  ) {}

  async page(after: number, limit: number, filter: FeedFilter): Promise<FeedPage> {
    const events: PublicEvent[] = [];
    let looked = 0;
    let next = after;
    for await (const fed of this.read(after)) {
      looked += 1;
      next = fed.sequence;
      if (fits(fed, filter)) {
        events.push(fed);
      }
      if (events.length >= limit || looked >= lookedAtMax) {
        return { ledgerId: this.ledger.ledgerId, events, next, atEnd: false };
      }
    }
    return { ledgerId: this.ledger.ledgerId, events, next, atEnd: true };
  }

  get ledgerId(): string {
    return this.ledger.ledgerId;
  }

  /** The log's last own sequence, or any other that is not before `after`. */
  async headFrom(after: number): Promise<number> {
    let head = this.tail.sequence;
    if (head < after) {
      // The tail may lag a moment behind what somebody was answered: count on to the real end.
      const { position, sequence } = this.tail.marks.atOrBefore(after);
      head = sequence;
      for await (const page of this.ledger.store.readAll(position, { pageSize: 500 })) {
        head += page.filter((recorded) => this.ledger.codec.isOwn(recorded)).length;
      }
    }
    return head;
  }

  /** A cursor past the end is of another ledger, or of this one before a restore: silence would hide that. */
  async refuseBeyondHead(after: number, field: string): Promise<void> {
    const head = await this.headFrom(after);
    if (after > head) {
      const ends = `The ledger ${this.ledgerId} ends at sequence ${head}; there is no ${after}.`;
      throw problem(422, 'EVENTS.BEYOND_HEAD', `${ends} Check that the cursor is of this ledger, then go on from one it gave.`, {
        errors: [{ field, value: after, rule: `a ledger sequence from 0 to ${head}`, remedy: 'Send a sequence of this ledger, or 0 to begin anew.' }],
        data: { ledgerId: this.ledgerId, head },
      });
    }
  }

  /** Own events after a sequence, then ends. */
  private async *read(after: number): AsyncGenerator<PublicEvent> {
    let place = this.tail.marks.atOrBefore(after);
    for await (const page of this.ledger.store.readAll(place.position, { pageSize: 500 })) {
      for (const recorded of page) {
        const stored = this.ledger.codec.decode(recorded);
        if (stored === null) {
          continue;
        }
        place = this.counted(place, stored);
        if (place.sequence > after) {
          yield publicEvent(stored, place.sequence);
        }
      }
    }
  }

  /** Own events after a sequence, then whatever comes, until the signal; `null` when caught up. */
  async *follow(after: number, filter: FeedFilter, signal: AbortSignal): AsyncGenerator<PublicEvent | null> {
    let place = this.tail.marks.atOrBefore(after);
    for await (const part of this.ledger.store.subscribeAll(place.position, { pageSize: 500, signal })) {
      if (part.kind === 'caughtUp') {
        yield null;
        continue;
      }
      for (const recorded of part.events) {
        const stored = this.ledger.codec.decode(recorded);
        if (stored === null) {
          continue;
        }
        place = this.counted(place, stored);
        const fed = place.sequence > after ? publicEvent(stored, place.sequence) : null;
        if (fed !== null && fits(fed, filter)) {
          yield fed;
        }
      }
    }
  }

  private counted(place: Place, { position }: StoredEvent): Place {
    const next = { position, sequence: place.sequence + 1 };
    this.tail.marks.note(next);
    return next;
  }
}

function fits(event: PublicEvent, { types, stream }: FeedFilter): boolean {
  if (types !== undefined && !types.has(event.type)) {
    return false;
  }
  return stream === undefined || event.stream === stream || (stream.endsWith('-') && event.stream.startsWith(stream));
}
