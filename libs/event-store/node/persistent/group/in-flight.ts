import type { GroupEvent, Message } from './message';

interface Entry<Event extends GroupEvent> {
  readonly due: number;
  readonly messages: Message<Event>[];
}

/**
 * What clients hold, by id. Events with the same id are one to their clients, who answer by id: an answer to one is an
 * answer to all.
 */
export class InFlight<Event extends GroupEvent> {
  /** In the order of their due times: every message has the same time to be answered. */
  private readonly entries = new Map<string, Entry<Event>>();

  get count(): number {
    return this.entries.size;
  }

  add(message: Message<Event>, due: number): void {
    const entry = this.entries.get(message.event.id);
    if (entry === undefined) this.entries.set(message.event.id, { due, messages: [message] });
    else entry.messages.push(message);
  }

  take(id: string): readonly Message<Event>[] {
    const entry = this.entries.get(id);
    this.entries.delete(id);
    return entry?.messages ?? [];
  }

  /** Forgets one message, and its id with the last of them. */
  remove(message: Message<Event>): void {
    const entry = this.entries.get(message.event.id);
    const at = entry?.messages.indexOf(message) ?? -1;
    if (entry === undefined || at === -1) throw new Error(`event ${message.event.id} is with no client`);
    entry.messages.splice(at, 1);
    if (entry.messages.length === 0) this.entries.delete(message.event.id);
  }

  /** Takes out what should have been answered by now. */
  takeOverdue(now: number): readonly Message<Event>[] {
    const overdue: Message<Event>[] = [];
    for (const [id, { due, messages }] of this.entries) {
      if (due > now) break;
      overdue.push(...messages);
      this.entries.delete(id);
    }
    return overdue;
  }
}
