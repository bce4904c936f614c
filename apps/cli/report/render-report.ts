import type { Provenance } from '#read-models';
import { csvLine } from '../output/safe-csv';
import { renderTable, type TableStyle } from '../output/table';
import type { ReportView } from './report-view';

type Told = Pick<Provenance, 'asOf' | 'knownAt' | 'settled' | 'basis' | 'rowCount'>;

/** What the figures rest on, in one line: printed with every report. */
export function provenanceLine({ asOf, knownAt, settled, basis, rowCount }: Told): string {
  return `as of ${asOf}, known at sequence ${knownAt}${settled ? '' : ' (the latest)'}, basis ${basis}, ${rowCount} rows`;
}

/** What proves the figures, in one line; JSON says it in full. */
export function proofLine({ chainHead, codeVersion, controlTotals }: Provenance): string {
  const totals = Object.keys(controlTotals).length;
  return `chain head ${chainHead ?? 'not known yet'}, daybook ${codeVersion}, ${totals} control total${totals === 1 ? '' : 's'} (--format json)`;
}

/** @param rowsMax shows so many rows of each section; what was left out is said. */
export function viewAsTables(view: ReportView, provenance: Told, style: TableStyle, rowsMax = Number.MAX_SAFE_INTEGER): string {
  const parts = [`${view.title}: ${provenanceLine(provenance)}`];
  for (const { entityId, currency, columns, rows, totals, remarks } of view.sections) {
    const left = rows.length - rowsMax;
    parts.push(
      `\n${entityId}, ${currency}`,
      renderTable(columns, rows.slice(0, rowsMax), style, totals),
      ...(left > 0 ? [` … and ${left} more rows`] : []),
      ...remarks,
    );
  }
  if (view.sections.length === 0) {
    parts.push('Nothing to show.');
  }
  return parts.join('\n');
}

/** One table for all sections, without totals: what a spreadsheet can filter and sum. */
export function viewAsCsv(view: ReportView): string {
  const [first] = view.sections;
  const head = first === undefined ? '' : csvLine(['entity', 'currency', ...first.columns.map(({ title }) => title.replace('\n', ' '))]);
  return head + view.sections.flatMap((section) => section.rows.map((row) => csvLine([section.entityId, section.currency, ...row]))).join('');
}
