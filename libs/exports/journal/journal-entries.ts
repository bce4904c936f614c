import type { LedgerEvent } from '#ledger';
import { AccountNames } from './account-names';
import { documentDateOf, documentOf } from './document-of';
import type { JournalEntry, NamedAccount, PlacedFact } from './journal-entry';
import { JournalWalk } from './journal-walk';

export interface JournalScope {
  readonly entityId?: string;
  /** Facts known at this sequence; default all. */
  readonly untilSequence?: number;
  /** Facts recorded by then, milliseconds since the Unix epoch; default all. */
  readonly untilTime?: number;
}

/** An entry with the event it comes from and the accounts it names. */
export interface BookedEntry {
  readonly entry: JournalEntry;
  readonly fact: LedgerEvent;
  readonly accountOf: (line: JournalEntry['lines'][number]) => NamedAccount;
}

/**
 * The journal along the log: one entry per event, legal entity and effective date, in log order. Memory stays flat
 * however long the log is.
 */
export async function* journalEntries(facts: AsyncIterable<PlacedFact>, scope: JournalScope = {}): AsyncGenerator<BookedEntry> {
  const walk = new JournalWalk();
  const names = new AccountNames();
  const accountOf = (line: JournalEntry['lines'][number]): NamedAccount =>
    names.of(line.entityId, line.accountCode) ?? { entityId: line.entityId, code: line.accountCode, name: '', role: line.role };
  for await (const placed of facts) {
    if (placed.sequence > (scope.untilSequence ?? Number.MAX_SAFE_INTEGER) || placed.recordedAt > (scope.untilTime ?? Number.MAX_SAFE_INTEGER)) {
      return;
    }
    names.take(placed.fact);
    const lines = walk.take(placed.fact).filter((line) => scope.entityId === undefined || line.entityId === scope.entityId);
    for (const day of new Set(lines.map((line) => line.effectiveDate))) {
      const dayLines = lines.filter((line) => line.effectiveDate === day);
      yield { entry: entryOf(placed, day, dayLines.map((line) => ({ ...line, accountName: names.of(line.entityId, line.accountCode)?.name ?? '' }))), fact: placed.fact, accountOf };
    }
  }
}

function entryOf({ sequence, recordedAt, event, fact }: PlacedFact, effectiveDate: string, lines: JournalEntry['lines']): JournalEntry {
  const [first] = lines;
  return {
    sequence,
    recordedAt,
    stream: event.stream,
    revision: event.revision,
    eventType: fact.type,
    entityId: first!.entityId,
    effectiveDate,
    postingDate: first!.postingDate,
    document: documentOf(fact),
    documentDate: documentDateOf(fact) ?? effectiveDate,
    baseCurrency: first!.baseCurrency,
    lines,
  };
}
