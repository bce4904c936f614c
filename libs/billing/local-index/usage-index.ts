import { addUsedUnits, usageContent, type KnownBatch, type UsageRecord } from '#ledger';
import type { LocalDatabase } from './local-database';

export interface UsageHead {
  readonly revision: number;
  readonly eventId: string;
  /** Units of each item that counts one unit only, up to here. */
  readonly used: readonly (readonly [itemId: string, units: string])[];
}

/** What one stored event adds to the index. */
export interface IndexedUsage {
  readonly revision: number;
  readonly eventId: string;
  readonly batchId: string;
  readonly inputHash: string;
  readonly records: readonly UsageRecord[];
}

interface PendingStream {
  readonly records: Map<string, string>;
  readonly batches: Map<string, KnownBatch>;
  head: UsageHead;
}

/** Records noted in memory before they are written: some 20 ms of writing. */
const pendingMax = 4_000;

/**
 * Which usage ids and batches of each contract are on record, with their content: complete up to its head. Usage is
 * deduplicated for ever, so old ids are read here by key instead of being held in memory: some 100 bytes a record on
 * disk. It follows from the usage streams alone; lost, it is rebuilt from there when a stream is next used.
 */
export class UsageIndex {
  private readonly pending = new Map<string, PendingStream>();
  private pendingCount = 0;
  private readonly statements: Statements;

  constructor(
    private readonly database: LocalDatabase,
    private readonly ledgerId: string,
  ) {
    this.statements = prepare(database);
  }

  /** Content by id of those of the ids that the stream holds up to its head. */
  find(stream: string, usageIds: readonly string[]): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const waiting = this.pending.get(stream)?.records;
    const asked: string[] = [];
    for (const usageId of usageIds) {
      const content = waiting?.get(usageId);
      if (content === undefined) {
        asked.push(usageId);
      } else {
        found.set(usageId, content);
      }
    }
    if (asked.length > 0 && this.writtenHead(stream) !== null) {
      const rows = this.statements.find.all(JSON.stringify(asked), stream) as { usage_id: string; content: string }[];
      for (const row of rows) {
        found.set(row.usage_id, row.content);
      }
    }
    return found;
  }

  findBatch(stream: string, batchId: string): KnownBatch | undefined {
    const waiting = this.pending.get(stream)?.batches.get(batchId);
    if (waiting !== undefined || this.writtenHead(stream) === null) {
      return waiting;
    }
    const [row] = this.statements.findBatch.all(stream, batchId) as { input_hash: string; recorded: number }[];
    return row === undefined ? undefined : { inputHash: row.input_hash, recorded: row.recorded };
  }

  /** Up to where the index of a stream is complete; null when it holds nothing of this ledger's stream. */
  head(stream: string): UsageHead | null {
    return this.pending.get(stream)?.head ?? this.writtenHead(stream);
  }

  /** Forgets a stream whose head no longer fits the log, or that belongs to another ledger. */
  reset(stream: string): void {
    this.pendingCount -= this.pending.get(stream)?.records.size ?? 0;
    this.pending.delete(stream);
    this.statements.clear.forEach((statement) => void statement.run(stream));
  }

  /** Notes a stored event. Precondition: it is the next revision after the head; one that the index holds already is passed over. */
  add(stream: string, { revision, eventId, batchId, inputHash, records }: IndexedUsage): void {
    const before = this.head(stream);
    if (before !== null && revision <= before.revision) {
      return;
    }
    if (before === null) {
      // What is left of another ledger, or of a stream that was begun anew, must not be found.
      this.reset(stream);
    }
    const used = new Map(before?.used);
    addUsedUnits(used, records);
    const head: UsageHead = { revision, eventId, used: [...used] };
    const waiting = this.pending.get(stream) ?? { records: new Map<string, string>(), batches: new Map<string, KnownBatch>(), head };
    const recorded = (waiting.batches.get(batchId) ?? this.findBatch(stream, batchId))?.recorded ?? 0;
    waiting.batches.set(batchId, { inputHash, recorded: recorded + records.length });
    for (const record of records) {
      waiting.records.set(record.usageId, usageContent(record));
    }
    waiting.head = head;
    this.pending.set(stream, waiting);
    this.pendingCount += records.length;
    if (this.pendingCount >= pendingMax) {
      this.flush();
    }
  }

  /** Writes what was noted, records, batches and head of each stream together. */
  flush(): void {
    if (this.pending.size === 0) {
      return;
    }
    const { addRecords, addBatch, setHead } = this.statements;
    const write = this.database.transaction(() => {
      for (const [stream, { records, batches, head }] of this.pending) {
        addRecords.run(stream, JSON.stringify([...records]));
        for (const [batchId, { inputHash, recorded }] of batches) {
          addBatch.run(stream, batchId, inputHash, recorded);
        }
        setHead.run(stream, this.ledgerId, head.revision, head.eventId, JSON.stringify(head.used));
      }
    });
    write();
    this.pending.clear();
    this.pendingCount = 0;
  }

  private writtenHead(stream: string): UsageHead | null {
    const [row] = this.statements.head.all(stream, this.ledgerId) as { revision: number; event_id: string; used: string }[];
    return row === undefined ? null : { revision: row.revision, eventId: row.event_id, used: JSON.parse(row.used) as UsageHead['used'] };
  }
}

type Statements = ReturnType<typeof prepare>;

const prepare = (database: LocalDatabase) => ({
  find: database.prepare(
    'SELECT usage_id, content FROM json_each(?) AS asked CROSS JOIN usage_entry ON usage_entry.stream = ? AND usage_entry.usage_id = asked.value',
  ),
  findBatch: database.prepare('SELECT input_hash, recorded FROM usage_batch WHERE stream = ? AND batch_id = ?'),
  head: database.prepare('SELECT revision, event_id, used FROM usage_head WHERE stream = ? AND ledger_id = ?'),
  addRecords: database.prepare('INSERT OR REPLACE INTO usage_entry (stream, usage_id, content) SELECT ?, value ->> 0, value ->> 1 FROM json_each(?)'),
  addBatch: database.prepare('INSERT OR REPLACE INTO usage_batch (stream, batch_id, input_hash, recorded) VALUES (?, ?, ?, ?)'),
  setHead: database.prepare('INSERT OR REPLACE INTO usage_head (stream, ledger_id, revision, event_id, used) VALUES (?, ?, ?, ?, ?)'),
  clear: ['usage_entry', 'usage_batch', 'usage_head'].map((table) => database.prepare(`DELETE FROM ${table} WHERE stream = ?`)),
});
