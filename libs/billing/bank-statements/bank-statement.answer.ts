export interface ImportedStatement {
  readonly statementId: string;
  readonly entityId: string;
  readonly bankAccount: string;
  readonly statementNumber: string;
  readonly from: string;
  readonly to: string;
  readonly lines: number;
  /** True: it was on record whole. */
  readonly known: boolean;
}

export interface BankImportAnswer {
  readonly fileHash: string;
  readonly statements: readonly ImportedStatement[];
}

export interface BankMatchingAnswer {
  readonly entityId: string;
  /** Lines looked at. */
  readonly lines: number;
  readonly matched: number;
  readonly parked: number;
  /** Shown by an earlier statement. */
  readonly seenBefore: number;
  /** Statements that were cut while they were taken in: their lines wait until the same file is sent again. */
  readonly incomplete: readonly string[];
  /** Lines whose match was refused by the books, with why; they are parked. */
  readonly refused: readonly string[];
}
