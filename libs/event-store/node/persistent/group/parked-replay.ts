import { Message, type GroupEvent } from './message';
import { Unsettled } from './unsettled';

/**
 * Brings parked events back. They leave the parked stream only when they are settled again, so that a crash in between
 * loses none; whoever asks how many are parked is not told of those on their way.
 */
export class ParkedReplay<Event extends GroupEvent> {
  private readonly unsettled = new Unsettled<Event>();
  private next = 0;
  private stopAt = 0;
  private truncatedBefore = 0;
  private isTruncating = false;

  /** Parked number up to which everything has been brought back. */
  get readTo(): number {
    return this.next;
  }

  /** Where to read on; null when nothing is to be brought back. */
  get wanted(): { readonly from: number; readonly before: number } | null {
    return this.next < this.stopAt ? { from: this.next, before: this.stopAt } : null;
  }

  /** @param first number of the first readable parked event. @param stopAt the first not to bring back. */
  start(first: number, stopAt: number): void {
    this.next = Math.max(this.next, first);
    this.stopAt = Math.max(this.stopAt, this.next, stopAt);
    this.truncatedBefore = Math.max(this.truncatedBefore, first);
  }

  /** @param readTo the next number to read; a page that reaches the end of the stream gives the end of the replay. */
  take(events: readonly Event[], readTo: number): Message<Event>[] {
    if (readTo <= this.next) throw new Error(`a page of parked events ended at ${readTo}, where the last had ended already`);
    this.next = readTo;
    const messages = events.map((event) => new Message(event, null));
    for (const message of messages) this.unsettled.add(message);
    return messages;
  }

  settle(message: Message<Event>): void {
    this.unsettled.settle(message);
  }

  /** Number before which the parked stream can be cut now, null for nothing to cut. The caller says how that went. */
  truncation(isTick: boolean): number | null {
    if (this.isTruncating || (!isTick && this.unsettled.count > 0)) return null;
    const before = this.unsettled.lowest()?.event.place ?? this.next;
    if (before <= this.truncatedBefore) return null;
    this.isTruncating = true;
    return before;
  }

  truncated(before: number, isWritten: boolean): void {
    this.isTruncating = false;
    if (isWritten) this.truncatedBefore = before;
  }
}
