import type { LocalDatabase } from './local-database';

export interface RegisterHead {
  readonly revision: number;
  readonly eventId: string;
  readonly lastIssueDate: string;
}

interface PendingRegister {
  readonly entries: Map<string, number>;
  head: RegisterHead;
}

const pendingMax = 2_000;

/**
 * Which document stands at which revision of a register: complete up to its head. Whoever issues asks it first, so
 * that a document is never issued twice. It follows from the register alone; lost, it is rebuilt from there.
 */
export class RegisterIndex {
  private readonly pending = new Map<string, PendingRegister>();
  private pendingCount = 0;

  private readonly statements: Statements;

  constructor(
    private readonly database: LocalDatabase,
    private readonly ledgerId: string,
  ) {
    this.statements = prepare(database);
  }

  /** The revision of a document in a register, or undefined when the register up to its head does not hold it. */
  find(stream: string, documentId: string): number | undefined {
    const waiting = this.pending.get(stream)?.entries.get(documentId);
    if (waiting !== undefined) {
      return waiting;
    }
    const [row] = this.statements.find.all(stream, documentId) as { revision: number }[];
    return row?.revision;
  }

  /** Up to where the index of a register is complete; null when it holds nothing of this ledger's register. */
  head(stream: string): RegisterHead | null {
    const waiting = this.pending.get(stream);
    if (waiting !== undefined) {
      return waiting.head;
    }
    const [row] = this.statements.head.all(stream, this.ledgerId) as { revision: number; event_id: string; last_issue_date: string }[];
    return row === undefined ? null : { revision: row.revision, eventId: row.event_id, lastIssueDate: row.last_issue_date };
  }

  /** Forgets a register whose head no longer fits the log, or that belongs to another ledger. */
  reset(stream: string): void {
    this.pending.delete(stream);
    this.statements.clearEntries.run(stream);
    this.statements.clearHead.run(stream);
  }

  /** Notes a stored document. Precondition: it is the next revision after the head, or the head's own again. */
  add(stream: string, documentId: string, head: RegisterHead): void {
    const waiting = this.pending.get(stream) ?? { entries: new Map<string, number>(), head };
    waiting.entries.set(documentId, head.revision);
    waiting.head = head;
    this.pending.set(stream, waiting);
    this.pendingCount += 1;
    if (this.pendingCount >= pendingMax) {
      this.flush();
    }
  }

  /** Writes what was noted, entries and head together. */
  flush(): void {
    if (this.pendingCount === 0) {
      return;
    }
    const write = this.database.transaction(() => {
      for (const [stream, register] of this.pending) {
        for (const [documentId, revision] of register.entries) {
          this.statements.addEntry.run(stream, documentId, revision);
        }
        const { head } = register;
        this.statements.setHead.run(stream, this.ledgerId, head.revision, head.eventId, head.lastIssueDate);
      }
    });
    write();
    this.pending.clear();
    this.pendingCount = 0;
  }
}

type Statements = ReturnType<typeof prepare>;

const prepare = (database: LocalDatabase) => ({
  find: database.prepare('SELECT revision FROM register_entry WHERE stream = ? AND document_id = ?'),
  head: database.prepare('SELECT revision, event_id, last_issue_date FROM register_head WHERE stream = ? AND ledger_id = ?'),
  addEntry: database.prepare('INSERT OR REPLACE INTO register_entry (stream, document_id, revision) VALUES (?, ?, ?)'),
  setHead: database.prepare(
    'INSERT OR REPLACE INTO register_head (stream, ledger_id, revision, event_id, last_issue_date) VALUES (?, ?, ?, ?, ?)',
  ),
  clearEntries: database.prepare('DELETE FROM register_entry WHERE stream = ?'),
  clearHead: database.prepare('DELETE FROM register_head WHERE stream = ?'),
});
