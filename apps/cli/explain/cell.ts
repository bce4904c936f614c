import { CliFailure } from '../cli-failure';
import type { ReportView } from '../report/report-view';

/** One figure of a report: words that its row holds, and the title of its column. */
export interface Cell {
  /** Texts of the row, or `total`; the legal entity and the currency of its table count too. */
  readonly words: readonly string[];
  readonly column: string;
}

/**
 * Reads `1200:closing` or `17850,GBP:31–60`: words of the row, a colon, the title of the column.
 *
 * @throws CliFailure when it has not both.
 */
export function parseCell(text: string): Cell {
  const at = text.lastIndexOf(':');
  const words = text.slice(0, Math.max(0, at)).split(',').map((word) => word.trim()).filter((word) => word !== '');
  const column = text.slice(at + 1).trim();
  if (at < 0 || words.length === 0 || column === '') {
    throw new CliFailure('usage', `${JSON.stringify(text)} names no cell: give words of its row, a colon and its column, such as "1200:closing" or "17850:total".`);
  }
  return { words, column };
}

const plain = (title: string): string => title.replace(/\s+/g, ' ').trim().toLowerCase().replace(/[–—]/g, '-');

interface FoundRow {
  readonly cells: readonly string[];
  readonly value: string | undefined;
}

/** Rows of a view that the cell names, each with its figure. */
function rowsOf(view: ReportView, { words, column }: Cell): FoundRow[] {
  return view.sections.flatMap(({ entityId, currency, columns, rows, totals }) => {
    const index = columns.findIndex(({ title }) => plain(title) === plain(column));
    const named = [...rows, ...(totals === undefined ? [] : [totals])].filter((row) => words.every((word) => [entityId, currency, ...row].includes(word)));
    return named.map((row) => ({ cells: [entityId, currency, ...row], value: row[index] }));
  });
}

/** Columns of a view that hold figures. */
const figureColumns = (view: ReportView): string[] => [
  ...new Set(view.sections.flatMap(({ columns }) => columns.filter(({ kind }) => kind === 'amount').map(({ title }) => title.replace(/\s+/g, ' ')))),
];

/**
 * The figure of a cell as text, as the report has it; null where the report has no such row, as before the first fact.
 *
 * @throws CliFailure when the view has rows and the column is none of its figures, or the words name several rows.
 */
export function figureOf(view: ReportView, cell: Cell): string | null {
  const columns = figureColumns(view);
  if (view.sections.length > 0 && !columns.some((title) => plain(title) === plain(cell.column))) {
    throw new CliFailure('usage', `There is no figure ${JSON.stringify(cell.column)} in this report; there are ${columns.join(', ')}.`);
  }
  const [found, ...more] = rowsOf(view, cell);
  if (more.length > 0) {
    const shown = [found!, ...more].slice(0, 5).map(({ cells }) => cells.filter((text) => text !== '').join(', '));
    throw new CliFailure('usage', `${more.length + 1} rows have ${cell.words.join(', ')}: name one by more of its words.\n  ${shown.join('\n  ')}`);
  }
  return found?.value ?? null;
}
