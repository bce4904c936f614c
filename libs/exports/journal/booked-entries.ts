import type { LedgerEvent } from '#ledger';
import { bookedLines, type BookedLine, type BookedRange, type ReadStore } from '#read-models';
import { documentDateOf, documentOf } from './document-of';
import type { PlacedFact, PlainEntry } from './journal-entry';

/** A fact and what it booked. */
export type BookedFact = Pick<PlacedFact, 'sequence' | 'fact'>;

/**
 * Entries of facts that follow one another, from the read model of the journal: nothing before them is read again.
 *
 * @param facts posting facts in log order, none left out between the first and the last.
 * @returns entries in log order, and how far the read model has come: facts after that are not yet booked in it.
 */
export async function bookedEntries(
  readStore: ReadStore,
  facts: readonly BookedFact[],
  range: BookedRange,
): Promise<{ readonly entries: readonly PlainEntry[]; readonly readTo: number }> {
  const { lines, readTo } = await bookedLines(readStore, range);
  const bySequence = groupedBy(lines, ({ sequence }) => sequence);
  const entries = facts.flatMap(({ sequence, fact }) => {
    const byDay = groupedBy(bySequence.get(sequence) ?? [], ({ effectiveDate }) => effectiveDate);
    return [...byDay.values()].map((own) => entryOf(sequence, fact, own));
  });
  return { entries, readTo };
}

function entryOf(sequence: number, fact: LedgerEvent, lines: readonly BookedLine[]): PlainEntry {
  const { entityId, effectiveDate, postingDate, baseCurrency } = lines[0]!;
  return {
    sequence, eventType: fact.type, entityId, effectiveDate, postingDate,
    document: documentOf(fact), documentDate: documentDateOf(fact) ?? effectiveDate, baseCurrency, lines,
  };
}

function groupedBy<Key>(lines: readonly BookedLine[], keyOf: (line: BookedLine) => Key): Map<Key, BookedLine[]> {
  const groups = new Map<Key, BookedLine[]>();
  for (const line of lines) groups.set(keyOf(line), [...(groups.get(keyOf(line)) ?? []), line]);
  return groups;
}
