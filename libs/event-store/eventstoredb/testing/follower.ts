import type { EventStore, Position, RecordedEvent } from '../../port';

/** A live subscription that remembers what it saw, and says when it has seen enough. */
export class Follower {
  readonly seen: RecordedEvent[] = [];
  /** The last place it was told it had caught up with. */
  caughtUp: Position | null = null;
  /** When the last event came, on the clock of `performance`. */
  lastAt = 0;
  private readonly abort = new AbortController();
  private readonly waiting = new Set<() => void>();
  private fault: Error | null = null;
  private readonly ended: Promise<void>;

  constructor(store: EventStore, prefix: string) {
    this.ended = this.follow(store, prefix);
  }

  /** Resolves once it fits; looked at after each signal. Rejects when the subscription fails. */
  until(fits: (follower: Follower) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (this.fault !== null) reject(this.fault);
        else if (fits(this)) resolve();
        else return;
        this.waiting.delete(look);
      };
      this.waiting.add(look);
      look();
    });
  }

  async stop(): Promise<void> {
    this.abort.abort();
    await this.ended;
  }

  private async follow(store: EventStore, prefix: string): Promise<void> {
    try {
      for await (const part of store.subscribeAll(null, { filter: { streamPrefixes: [prefix] }, signal: this.abort.signal })) {
        if (part.kind === 'events') {
          this.seen.push(...part.events);
          this.lastAt = performance.now();
        } else this.caughtUp = part.position;
        this.tell();
      }
    } catch (error) {
      this.fault = error instanceof Error ? error : new Error(String(error));
      this.tell();
    }
  }

  private tell(): void {
    for (const look of [...this.waiting]) look();
  }
}
