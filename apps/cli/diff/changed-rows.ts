import type { ReportView, ViewSection } from '../report/report-view';
import { differenceOf } from '../explain/figure-history';

/** One figure that is another at the later moment. */
export interface ChangedFigure {
  /** Legal entity, currency and the texts of the row. */
  readonly row: readonly string[];
  readonly column: string;
  /** Null: there was no such row. */
  readonly before: string | null;
  readonly after: string | null;
  readonly change: string | null;
}

interface Figures {
  readonly row: readonly string[];
  readonly figures: ReadonlyMap<string, string>;
}

/** Rows by what their texts say; of two that say the same the second has a number of its own. */
function rowsOf(view: ReportView): Map<string, Figures> {
  const found = new Map<string, Figures>();
  for (const section of view.sections) {
    const totals = section.totals === undefined ? [] : [section.totals];
    for (const cells of [...section.rows, ...totals]) {
      const row = [section.entityId, section.currency, ...textsOf(section, cells)];
      let key = JSON.stringify(row);
      for (let twin = 2; found.has(key); twin += 1) key = JSON.stringify([...row, twin]);
      found.set(key, { row: row.filter((text) => text !== ''), figures: figuresOf(section, cells) });
    }
  }
  return found;
}

const textsOf = ({ columns }: ViewSection, cells: readonly string[]): string[] => cells.filter((_cell, index) => columns[index]?.kind !== 'amount');

const figuresOf = ({ columns }: ViewSection, cells: readonly string[]): Map<string, string> =>
  new Map(columns.flatMap(({ title, kind }, index) => (kind === 'amount' ? [[title.replace(/\s+/g, ' '), cells[index] ?? ''] as const] : [])));

/** Every figure of two views of one report that differs, rows in the order of the later view, then those that are gone. */
export function changedFigures(before: ReportView, after: ReportView): ChangedFigure[] {
  const [earlier, later] = [rowsOf(before), rowsOf(after)];
  const keys = [...later.keys(), ...[...earlier.keys()].filter((key) => !later.has(key))];
  return keys.flatMap((key) => {
    const [old, now] = [earlier.get(key), later.get(key)];
    const columns = new Set([...(now?.figures.keys() ?? []), ...(old?.figures.keys() ?? [])]);
    return [...columns].flatMap((column) => {
      const [was, is] = [old?.figures.get(column) ?? null, now?.figures.get(column) ?? null];
      return was === is ? [] : [{ row: (now ?? old)!.row, column, before: was, after: is, change: differenceOf(was, is) }];
    });
  });
}
