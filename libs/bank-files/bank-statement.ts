import type { StatementLine } from '#ledger';

export type BankFileFormat = 'camt.053' | 'camt.054' | 'mt940' | 'csv';

/**
 * One booked entry, or one part of a batch booking, as the file tells it: the line of the event before it has an id.
 * Amounts are fixed-scale texts at the digits of the statement's currency; negative is what the account lost.
 */
export type StatementLineDraft = Omit<StatementLine, 'lineId'>;

/** One statement of one account, whatever format it came in. Its balances, where both are stated, add up. */
export interface BankStatement {
  readonly format: BankFileFormat;
  /** Number or id on the statement; of a CSV file, which has none, the name it was given. */
  readonly statementNumber: string;
  /** Our account: IBAN or number, without blanks. */
  readonly account: string;
  /** ISO 4217 code of the account, of both balances and of every line. */
  readonly currency: string;
  /** First and last day the statement speaks of, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly openingBalance?: string;
  readonly closingBalance?: string;
  readonly lines: readonly StatementLineDraft[];
}

/** Why a file was refused, and where. `line` counts from 1; `path` names the element, tag or column. */
export interface BankFileProblem {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly path?: string;
}

export type BankFileReading =
  | { readonly ok: true; readonly statements: readonly BankStatement[] }
  | { readonly ok: false; readonly problem: BankFileProblem };

/** Settings of reading; whatever is absent is found out from the file. */
export interface BankFileOptions {
  /** What the file holds; absent: XML is read as camt, text with the tag `:20:` as MT940, anything else needs a mapping. */
  readonly format?: 'camt' | 'mt940' | 'csv';
  /** How the columns of a CSV file are read; a CSV file is refused without one. */
  readonly mapping?: unknown;
  /** Of MT940, whose text may come in either; of CSV the mapping says it. Absent: UTF-8, and Latin-1 where that is no UTF-8. */
  readonly encoding?: 'utf-8' | 'latin-1';
  /**
   * `unchecked` reads camt without its balances, so that a person can look into a file that does not add up. Nothing is
   * booked from such a reading.
   */
  readonly balances?: 'checked' | 'unchecked';
  /** Where given, statements of days too far after it are refused. */
  readonly today?: string;
  /** Largest file that is read, in bytes; 16 MiB where absent. Larger ones are refused before anything is parsed. */
  readonly maxBytes?: number;
}
