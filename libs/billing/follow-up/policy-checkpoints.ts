import type { EventStore, Position, RecordedEvent } from '#event-store';
import type { SharedPlace, SharedPlaces } from '#read-models';
import type { LocalDatabase } from '../local-index/local-database';

interface CheckpointRow {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly event_id: string;
}

/** How often the others are told, at most. What they do not know yet they walk again. */
const tellEveryMs = 1_000;

/** How far each policy has seen the log. Apart from the read models, so that rebuilding those repeats no effect. */
export class PolicyCheckpoints {
  private toldAt = Number.NEGATIVE_INFINITY;
  private telling: Promise<void> = Promise.resolve();

  /**
   * @param shared where several processes tell each other, so that one that takes over need not begin at its own place.
   * @param monotonic milliseconds of a clock that never goes back.
   */
  constructor(
    private readonly database: LocalDatabase,
    private readonly ledgerId: string,
    private readonly store: EventStore,
    private readonly shared: SharedPlaces | null = null,
    private readonly monotonic: () => number = () => performance.now(),
  ) {}

  /**
   * Null: never ran on this log, or this node lost its local database; it starts at the beginning. A copy of the log has
   * positions of its own, so a place counts only if the event that was seen there still stands there.
   */
  async read(policy: string): Promise<Position | null> {
    const own = await this.standing(this.ownPlace(policy));
    // A database that is away only means that more is walked again.
    const others = await this.standing((await this.shared?.read(policy).catch(() => null)) ?? null);
    return own === null || (others !== null && others > own) ? others : own;
  }

  write(policy: string, { position, stream, revision, id }: RecordedEvent): void {
    this.database
      .prepare('INSERT OR REPLACE INTO policy_checkpoint (policy, ledger_id, position, stream, revision, event_id) VALUES (?, ?, ?, ?, ?, ?)')
      .run(policy, this.ledgerId, position, stream, revision, id);
    const now = this.monotonic();
    if (this.shared !== null && now - this.toldAt >= tellEveryMs) {
      this.toldAt = now;
      this.telling = this.shared.write(policy, { position, stream, revision, eventId: id }).catch(() => undefined);
    }
  }

  /** Resolves when nothing is being told any more. */
  async atRest(): Promise<void> {
    await this.telling;
  }

  private ownPlace(policy: string): SharedPlace | null {
    const [row] = this.database
      .prepare('SELECT position, stream, revision, event_id FROM policy_checkpoint WHERE policy = ? AND ledger_id = ?')
      .all(policy, this.ledgerId) as CheckpointRow[];
    return row === undefined ? null : { position: row.position, stream: row.stream, revision: row.revision, eventId: row.event_id };
  }

  private async standing(place: SharedPlace | null): Promise<Position | null> {
    if (place === null) {
      return null;
    }
    for await (const { id, position } of this.store.readStream(place.stream, { from: place.revision, maxCount: 1 })) {
      return id === place.eventId && position === place.position ? position : null;
    }
    return null;
  }
}
