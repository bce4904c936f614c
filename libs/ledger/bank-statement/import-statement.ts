import { accept, refuse, type Decision, refusal } from '../refusal';
import type { BankStatementImported, StatementLine, StatementLinesRecorded } from './bank-statement.events';
import type { BankStatementState } from './bank-statement.state';

/** A statement as a file tells it, its lines with ids. */
export type ImportStatement = Omit<BankStatementImported['data'], 'pageCount' | 'lineCount'> & { readonly lines: readonly StatementLine[] };

export interface StatementImportedAnswer {
  readonly statementId: string;
  readonly lines: number;
  readonly pagesLeft: number;
}

/** An append stays far below what a store takes in one. */
const pageBytes = 60_000;
const appendPages = 4;
const pageLines = 200;

/**
 * Records a statement page by page: decided again until no page is left, also after a crash between pages. A statement
 * that is on record whole changes nothing.
 *
 * Precondition: the statement id was made from the content, so that another content has another id.
 */
export function decideImportStatement(
  { lines, ...statement }: ImportStatement,
  state: BankStatementState,
): Decision<BankStatementImported | StatementLinesRecorded, StatementImportedAnswer> {
  const { statementId } = statement;
  const pages = knownPages.get(lines) ?? pagesOf(lines);
  knownPages.set(lines, pages);
  if (state.imported !== null && state.imported.lineCount !== lines.length) {
    const message = `Statement ${statementId} is on record with ${state.imported.lineCount} lines, not ${lines.length}. Send the file again as the bank gave it.`;
    return refuse(refusal('conflict', 'STATEMENT.CONFLICT', message, { statementId }));
  }
  const next = pages.slice(state.pages, state.pages + appendPages);
  const head: BankStatementImported = { type: 'BankStatementImported', data: { ...statement, lineCount: lines.length, pageCount: pages.length } };
  const recorded = next.map((page, at): StatementLinesRecorded => ({ type: 'StatementLinesRecorded', data: { statementId, page: state.pages + at + 1, lines: [...page] } }));
  const events = state.imported === null ? [head, ...recorded] : recorded;
  return accept(events, { statementId, lines: lines.length, pagesLeft: Math.max(0, pages.length - state.pages - next.length) });
}

/** A statement is decided again for every few pages; it is parted into them once. */
const knownPages = new WeakMap<readonly StatementLine[], readonly (readonly StatementLine[])[]>();

/** Pages of at most so many lines and bytes. A line alone is far smaller than a page. */
function pagesOf(lines: readonly StatementLine[]): readonly (readonly StatementLine[])[] {
  const pages: StatementLine[][] = [];
  let page: StatementLine[] = [];
  let bytes = 0;
  for (const line of lines) {
    const size = JSON.stringify(line).length * 2;
    if (page.length > 0 && (page.length >= pageLines || bytes + size > pageBytes)) {
      pages.push(page);
      page = [];
      bytes = 0;
    }
    page.push(line);
    bytes += size;
  }
  return page.length > 0 ? [...pages, page] : pages;
}
