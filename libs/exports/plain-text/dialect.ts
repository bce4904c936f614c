import type { EntryLine, JournalEntry, NamedAccount } from '../journal/journal-entry';

/** How one program writes a plain-text journal. Every amount is in base currency: debit positive, credit negative. */
export interface Dialect {
  readonly head: string;
  account(account: NamedAccount): string;
  /** Before the first amount in a currency; empty for none. */
  declareCurrency(currency: string, digits: number): string;
  /** Before the first posting to an account; empty for none. */
  declareAccount(name: string): string;
  title(entry: JournalEntry): string;
  posting(account: string, amount: string, line: EntryLine, foreign: string): string;
}
