import type { EventStore, Position, RecordedEvent } from '#event-store';
import type { LocalDatabase } from '../local-index/local-database';

interface CheckpointRow {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly event_id: string;
}

/** How far each policy has seen the log. Apart from the read models, so that rebuilding those repeats no effect. */
export class PolicyCheckpoints {
  constructor(
    private readonly database: LocalDatabase,
    private readonly ledgerId: string,
    private readonly store: EventStore,
  ) {}

  /**
   * Null: never ran on this log, or this node lost its local database; it starts at the beginning. A copy of the log has
   * positions of its own, so the place counts only if the event that was seen there still stands there.
   */
  async read(policy: string): Promise<Position | null> {
    const [row] = this.database
      .prepare('SELECT position, stream, revision, event_id FROM policy_checkpoint WHERE policy = ? AND ledger_id = ?')
      .all(policy, this.ledgerId) as CheckpointRow[];
    if (row === undefined) {
      return null;
    }
    for await (const { id, position } of this.store.readStream(row.stream, { from: row.revision, maxCount: 1 })) {
      return id === row.event_id && position === row.position ? position : null;
    }
    return null;
  }

  write(policy: string, { position, stream, revision, id }: RecordedEvent): void {
    this.database
      .prepare('INSERT OR REPLACE INTO policy_checkpoint (policy, ledger_id, position, stream, revision, event_id) VALUES (?, ?, ?, ?, ?, ?)')
      .run(policy, this.ledgerId, position, stream, revision, id);
  }
}
