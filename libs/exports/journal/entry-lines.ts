import type { BookedEntry } from './journal-entries';
import { publicEntry } from './public-entry';

/** Entries after a sequence as JSON Lines, one a line, in log order. */
export async function* entryLines(entries: AsyncIterable<BookedEntry>, after = 0): AsyncGenerator<string> {
  for await (const { entry } of entries) {
    if (entry.sequence > after) yield `${JSON.stringify(publicEntry(entry))}\n`;
  }
}
