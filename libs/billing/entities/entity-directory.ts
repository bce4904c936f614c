import type { EventStore } from '#event-store';
import { streamId } from '#ledger';
import type { LocalDatabase } from '../local-index/local-database';

/** Which legal entities this ledger has, so that a command need not name the only one. */
export class EntityDirectory {
  private readonly entityIds: Set<string>;

  constructor(
    private readonly database: LocalDatabase,
    private readonly ledgerId: string,
  ) {
    const rows = database.prepare('SELECT entity_id FROM entity_directory WHERE ledger_id = ?').all(ledgerId) as { entity_id: string }[];
    this.entityIds = new Set(rows.map((row) => row.entity_id));
  }

  add(entityId: string): void {
    if (this.entityIds.has(entityId)) {
      return;
    }
    this.entityIds.add(entityId);
    this.database.prepare('INSERT OR IGNORE INTO entity_directory (ledger_id, entity_id) VALUES (?, ?)').run(this.ledgerId, entityId);
  }

  list(): readonly string[] {
    return [...this.entityIds].sort();
  }

  /** Refills a directory that was lost with the local database, from the log. */
  async refill(store: EventStore): Promise<void> {
    if (this.entityIds.size > 0) {
      return;
    }
    for await (const page of store.readAll(null, { filter: { typePrefixes: ['EntityConfigured'] } })) {
      for (const recorded of page) {
        this.add(streamId(recorded.stream));
      }
    }
  }
}
