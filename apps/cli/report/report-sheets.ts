import type { ColumnKind, ExportTable } from '#exports';
import { isRealDay } from '#ledger';
import type { Provenance } from '#read-models';
import type { ReportView, ViewSection } from './report-view';

/** A report as sheets: what its figures rest on, then one sheet for each legal entity and currency, its totals and remarks beneath. */
export function viewAsSheets(view: ReportView, provenance: Provenance): readonly ExportTable[] {
  return [about(view, provenance), ...view.sections.map(sectionSheet)];
}

function about({ title }: ReportView, { asOf, knownAt, settled, basis, rowCount, chainHead, codeVersion, parameters, controlTotals }: Provenance): ExportTable {
  const rows = [
    ['report', title],
    ['as of', asOf],
    ['known at sequence', String(knownAt)],
    ['settled', settled ? 'yes' : 'no: it is the latest'],
    ['basis', basis],
    ['rows', String(rowCount)],
    ['chain head', chainHead ?? 'not known yet'],
    ['asked', JSON.stringify(parameters)],
    ['program', codeVersion],
    ...Object.entries(controlTotals).map(([name, total]) => [`control total ${name}`, total]),
  ];
  return { name: 'About', columns: [{ name: 'what', kind: 'text' }, { name: 'is', kind: 'text' }], rows };
}

function sectionSheet({ entityId, currency, columns, rows, totals, remarks }: ViewSection): ExportTable {
  const kindOf = (index: number): ColumnKind => {
    if (columns[index]?.kind === 'amount') {
      return 'number';
    }
    const cells = rows.map((row) => row[index] ?? '').filter((cell) => cell !== '');
    return cells.length > 0 && cells.every(isRealDay) ? 'day' : 'text';
  };
  return {
    name: `${entityId} ${currency}`,
    columns: columns.map(({ title }, index) => ({ name: title.replace('\n', ' '), kind: kindOf(index) })),
    rows: [...rows, ...(totals === undefined ? [] : [totals]), ...remarks.map((remark) => [remark])],
  };
}
