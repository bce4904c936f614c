import type { BankStatementImported, BankStatementState, StatementLine } from '#ledger';

/** A line with the statement it stands on. */
export interface FoundLine {
  readonly statement: BankStatementImported['data'];
  readonly line: StatementLine;
}

export function lineIn({ imported, lines }: BankStatementState, lineId: string): FoundLine | null {
  const line = lines.get(lineId);
  return imported === null || line === undefined ? null : { statement: imported, line };
}

/** Bank accounts of different statements may show the same line: one id for all that follows from it. */
export const paymentIdOf = ({ lineId }: StatementLine): string => lineId;
