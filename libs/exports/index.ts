export { JournalWalk } from './journal/journal-walk';
export { journalEntries, type BookedEntry, type JournalScope } from './journal/journal-entries';
export type { EntryLine, JournalEntry, NamedAccount, PlacedFact } from './journal/journal-entry';
export { plainTextAccount, plainTextFormats, plainTextJournal, type PlainTextFormat } from './plain-text/plain-text-journal';
