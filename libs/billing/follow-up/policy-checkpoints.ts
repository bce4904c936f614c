import type { Position } from '#event-store';
import type { LocalDatabase } from '../local-index/local-database';

/** How far each policy has seen the log. Apart from the read models, so that rebuilding those repeats no effect. */
export class PolicyCheckpoints {
  constructor(
    private readonly database: LocalDatabase,
    private readonly ledgerId: string,
  ) {}

  /** Null: never ran on this ledger, or this node lost its local database; it starts at the beginning. */
  read(policy: string): Position | null {
    const rows = this.database
      .prepare('SELECT position FROM policy_checkpoint WHERE policy = ? AND ledger_id = ?')
      .all(policy, this.ledgerId) as { position: Position }[];
    return rows[0]?.position ?? null;
  }

  write(policy: string, position: Position): void {
    this.database
      .prepare('INSERT OR REPLACE INTO policy_checkpoint (policy, ledger_id, position) VALUES (?, ?, ?)')
      .run(policy, this.ledgerId, position);
  }
}
