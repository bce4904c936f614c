import Table from 'cli-table3';
import { grouped } from './amounts';

export interface Column {
  /** May stand on two lines. */
  readonly title: string;
  /** Amounts and counts stand right, with thousands separators. */
  readonly kind?: 'text' | 'amount';
}

export interface TableStyle {
  /** Characters per line of the terminal. */
  readonly width: number;
  readonly colour: boolean;
}

/** Narrowest text column worth reading: an id that is cut may look like another. */
const textWidthMin = (lineWidth: number): number => Math.min(20, Math.max(8, Math.floor(lineWidth / 4)));

/** Text from the ledger, made harmless for a terminal. */
const visible = (cell: string): string => cell.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '·');

/**
 * Renders rows under their columns. Amounts are never cut: text columns give way, the widest first, and what still
 * does not fit the terminal follows in further tables that begin with the same columns.
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], style: TableStyle, totals?: readonly string[]): string {
  const shownRows = [...rows, ...(totals === undefined ? [] : [totals])].map((row) =>
    row.map((cell, index) => (columns[index]?.kind === 'amount' ? grouped(cell) : visible(cell))),
  );
  return blocksThatFit(columns, shownRows, style.width)
    .map((block) => {
      const pick = <Cell>(cells: readonly Cell[]): Cell[] => block.flatMap((index) => cells.slice(index, index + 1));
      return renderBlock(pick(columns), shownRows.map(pick), style, totals !== undefined);
    })
    .join('\n\n');
}

/** Columns by index: all in one block, or in several that each begin with the leading text columns. */
function blocksThatFit(columns: readonly Column[], rows: readonly (readonly string[])[], lineWidth: number): readonly (readonly number[])[] {
  const isAmount = (index: number): boolean => columns[index]?.kind === 'amount';
  const widths = naturalWidths(columns, rows);
  const leading = columns.map((_column, index) => index).filter((index) => columns.slice(0, index + 1).every(({ kind }) => kind !== 'amount'));
  const head = leading.reduce((sum, index) => sum + Math.min(widths[index] ?? 0, textWidthMin(lineWidth)) + 1, 0);
  const blocks: number[][] = [];
  let room = -1;
  for (const index of columns.keys()) {
    if (leading.includes(index)) continue;
    const width = (isAmount(index) ? (widths[index] ?? 0) : Math.min(widths[index] ?? 0, textWidthMin(lineWidth))) + 1;
    if (room < width) {
      blocks.push([...leading]);
      room = lineWidth - head;
    }
    blocks.at(-1)?.push(index);
    room -= width;
  }
  return blocks.length === 0 ? [leading] : blocks;
}

const naturalWidths = (columns: readonly Column[], rows: readonly (readonly string[])[]): number[] =>
  columns.map((column, index) => {
    const title = Math.max(...column.title.split('\n').map((line) => line.length));
    return 1 + rows.reduce((widest, row) => Math.max(widest, row[index]?.length ?? 0), title);
  });

function renderBlock(columns: readonly Column[], shownRows: readonly (readonly string[])[], style: TableStyle, totals: boolean): string {
  const widths = fittingWidths(columns, shownRows, style.width);
  const table = new Table({
    head: columns.map((column) => column.title),
    colWidths: widths,
    colAligns: columns.map((column) => (column.kind === 'amount' ? 'right' : 'left')),
    style: { head: style.colour ? ['bold'] : [], border: [], 'padding-left': 1, 'padding-right': 0 },
    chars: {
      top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
      left: '', 'left-mid': '', right: '', 'right-mid': '', mid: '─', 'mid-mid': '─', middle: ' ',
    },
  });
  table.push(...shownRows.map((row) => [...row]));
  return withoutInnerRules(table.toString(), shownRows.length, totals);
}

function fittingWidths(columns: readonly Column[], rows: readonly (readonly string[])[], lineWidth: number): number[] {
  const widths = naturalWidths(columns, rows);
  const narrowest = textWidthMin(lineWidth);
  let excess = widths.reduce((sum, width) => sum + width, 0) + columns.length - 1 - lineWidth;
  while (excess > 0) {
    const widest = widths.reduce(
      (best, width, index) => (columns[index]?.kind !== 'amount' && width > (widths[best] ?? 0) && width > narrowest ? index : best),
      columns.findIndex((column, index) => column.kind !== 'amount' && (widths[index] ?? 0) > narrowest),
    );
    if (widest === -1) {
      break;
    }
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

/** Rules under the head and above the totals only: figures are compared down a column. */
function withoutInnerRules(text: string, rowCount: number, totals: boolean): string {
  const isRule = (line: string): boolean => /^─+$/.test(line.replace(/\u001b\[[0-9;]*m/g, '').trim());
  let rules = 0;
  return text
    .split('\n')
    .filter((line) => {
      if (!isRule(line)) {
        return true;
      }
      rules += 1;
      return rules === 1 || (totals && rules === rowCount);
    })
    .map((line) => line.trimEnd())
    .join('\n');
}
