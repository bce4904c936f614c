import type { GroupEvent, Message } from './message';

/**
 * The messages that are not settled, in the order they came, so that the lowest is always at hand. Settled ones that lie
 * behind an unsettled one are swept out as they become many: one stuck event must not keep all its successors in memory.
 */
export class Unsettled<Event extends GroupEvent> {
  private messages: Message<Event>[] = [];
  private head = 0;
  private settled = 0;

  get count(): number {
    return this.messages.length - this.settled;
  }

  add(message: Message<Event>): void {
    this.messages.push(message);
  }

  settle(message: Message<Event>): void {
    if (message.state === 'settled') throw new Error(`event ${message.event.id} was settled twice`);
    message.state = 'settled';
    message.client = null;
    this.settled += 1;
    if (this.settled > 64 && this.settled > this.count) {
      this.messages = this.messages.filter(({ state }) => state !== 'settled');
      this.head = 0;
      this.settled = 0;
    }
  }

  lowest(): Message<Event> | undefined {
    while (this.messages[this.head]?.state === 'settled') this.head += 1;
    return this.messages[this.head];
  }
}
