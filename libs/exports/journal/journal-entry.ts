import type { AccountRole, LedgerEvent, PostingLine } from '#ledger';

/** An own event at its place in the ledger: what an export is made of. */
export interface PlacedFact {
  /** Count of own events up to this one, from 1. */
  readonly sequence: number;
  /** Running maximum of the stamps, milliseconds since the Unix epoch. */
  readonly recordedAt: number;
  readonly event: { readonly stream: string; readonly revision: number };
  readonly fact: LedgerEvent;
}

export interface EntryLine extends PostingLine {
  readonly accountName: string;
}

/** What one event books for one legal entity on one effective date: a voucher. Its lines balance in base currency. */
export interface JournalEntry {
  readonly sequence: number;
  readonly recordedAt: number;
  readonly stream: string;
  readonly revision: number;
  readonly eventType: LedgerEvent['type'];
  readonly entityId: string;
  readonly effectiveDate: string;
  readonly postingDate: string;
  /** Number of the document, or id of the act, that stands behind it; may be empty. */
  readonly document: string;
  /** `YYYY-MM-DD`: date of that document. */
  readonly documentDate: string;
  readonly baseCurrency: string;
  readonly lines: readonly EntryLine[];
}

/** An entry without what only the log knows of its event. */
export type PlainEntry = Omit<JournalEntry, 'recordedAt' | 'stream' | 'revision'>;

/** What a chart called an account first: it keeps that name and role through one export. */
export interface NamedAccount {
  readonly entityId: string;
  readonly code: string;
  readonly name: string;
  readonly role: AccountRole;
}
