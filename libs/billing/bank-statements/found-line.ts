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

/** False: taking it in was cut short. Its file sent again completes it; until then nothing is decided on its lines. */
export const isWhole = ({ imported, lines }: BankStatementState): boolean => imported !== null && lines.size === imported.lineCount;

/** Bank accounts of different statements may show the same line: one id for all that follows from it. */
export const paymentIdOf = ({ lineId }: StatementLine): string => lineId;
