import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, Position, SubscriptionSignal } from '#event-store';
import { streamId } from '#ledger';
import type { LocalDatabase } from '../local-index/local-database';

const filter = { typePrefixes: ['EntityConfigured'] };
const tryAgainMs = 1_000;

/**
 * Which legal entities this ledger has, so that a command need not name the only one. It follows the log, because
 * another process may configure one; what is decided on it is first compared with the log.
 */
export class EntityDirectory {
  private readonly entityIds: Set<string>;
  private readonly stopping = new AbortController();
  private following: Promise<void> | null = null;
  /** Read up to here, also past events that do not concern it. */
  private place: Position | null = null;
  private comparedAt = Number.NEGATIVE_INFINITY;
  private comparing: Promise<void> | null = null;

  /** @param monotonic milliseconds of a clock that never goes back. */
  constructor(
    private readonly database: LocalDatabase,
    private readonly ledgerId: string,
    private readonly store: EventStore,
    private readonly monotonic: () => number = () => performance.now(),
  ) {
    const rows = database.prepare('SELECT entity_id FROM entity_directory WHERE ledger_id = ?').all(ledgerId) as { entity_id: string }[];
    this.entityIds = new Set(rows.map((row) => row.entity_id));
  }

  /** Begins to follow the log. One that was lost with the local database is filled before this returns. */
  async start(): Promise<void> {
    if (this.entityIds.size === 0) {
      await this.compare();
    }
    this.following ??= this.follow();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.following;
    await this.comparing?.catch(() => undefined);
  }

  add(entityId: string): void {
    if (this.entityIds.has(entityId)) {
      return;
    }
    this.entityIds.add(entityId);
    this.database.prepare('INSERT OR IGNORE INTO entity_directory (ledger_id, entity_id) VALUES (?, ?)').run(this.ledgerId, entityId);
  }

  /** As far as the subscription has brought it. */
  list(): readonly string[] {
    return [...this.entityIds].sort();
  }

  /**
   * As the log had it at most so many milliseconds ago.
   *
   * @throws StoreUnavailableError when the log cannot be read.
   */
  async asOfLog(ageMax: number): Promise<readonly string[]> {
    const asked = this.monotonic();
    // One that was under way may have begun too early.
    while (this.comparedAt < asked - ageMax && !this.stopping.signal.aborted) {
      this.comparing ??= this.compare().finally(() => {
        this.comparing = null;
      });
      await this.comparing;
    }
    return this.list();
  }

  /** Reads the log from where it was last read to its end. */
  private async compare(): Promise<void> {
    const began = this.monotonic();
    const done = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, done.signal]);
    for await (const part of this.store.subscribeAll(this.place, { filter, signal })) {
      this.take(part);
      if (part.kind === 'caughtUp') {
        this.comparedAt = began;
        done.abort();
      }
    }
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        for await (const part of this.store.subscribeAll(this.place, { filter, signal })) {
          this.take(part);
        }
      } catch {
        // Whoever decides on the list reads the log by himself, and hears then what is wrong with it.
        await pause(tryAgainMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private take(part: SubscriptionSignal): void {
    if (part.kind === 'caughtUp') {
      this.reach(part.position);
      return;
    }
    for (const { stream, position } of part.events) {
      this.add(streamId(stream));
      this.reach(position);
    }
  }

  private reach(position: Position | null): void {
    if (position !== null && (this.place === null || position > this.place)) {
      this.place = position;
    }
  }
}
