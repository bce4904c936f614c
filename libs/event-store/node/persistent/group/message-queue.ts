import type { GroupEvent, Message } from './message';

/** What to do with a message met in a queue: take it out, leave it and look further, or stop looking. */
export type Verdict = 'take' | 'keep' | 'stop';

/** First in, first out, but for those who are passed over. */
export class MessageQueue<Event extends GroupEvent> {
  private items: Message<Event>[] = [];
  private head = 0;
  private heldBytes = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  get bytes(): number {
    return this.heldBytes;
  }

  add(message: Message<Event>): void {
    this.items.push(message);
    this.heldBytes += message.event.bytes;
  }

  /** Puts a message before those that come later in the source; replayed ones have no place there and stay behind. */
  insert(message: Message<Event>): void {
    this.heldBytes += message.event.bytes;
    const sequence = message.order?.sequence;
    let at = this.items.length;
    if (sequence !== undefined) {
      at = this.head;
      while (at < this.items.length && (this.items[at]?.order?.sequence ?? -1) < sequence) at += 1;
    }
    this.items.splice(at, 0, message);
  }

  /** Shows the messages in order until told to stop. @returns whether it was. */
  scan(judge: (message: Message<Event>) => Verdict): boolean {
    const kept: Message<Event>[] = [];
    let at = this.head;
    let stopped = false;
    for (; at < this.items.length && !stopped; at += 1) {
      const message = this.items[at] as Message<Event>;
      const verdict = judge(message);
      if (verdict === 'take') this.heldBytes -= message.event.bytes;
      else kept.push(message);
      stopped = verdict === 'stop';
    }
    this.head = at - kept.length;
    kept.forEach((message, index) => (this.items[this.head + index] = message));
    this.compact();
    return stopped;
  }

  private compact(): void {
    if (this.head < 64 || this.head * 2 < this.items.length) return;
    this.items = this.items.slice(this.head);
    this.head = 0;
  }
}
