import type { Column } from '../output/table';

/** A report as tables: what a terminal and a spreadsheet show of a body. */
export interface ReportView {
  readonly title: string;
  readonly sections: readonly ViewSection[];
}

export interface ViewSection {
  readonly entityId: string;
  readonly currency: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly totals?: readonly string[];
  /** Figures that belong beneath the table. */
  readonly remarks: readonly string[];
}

export const text = (title: string): Column => ({ title });
export const amount = (title: string): Column => ({ title, kind: 'amount' });
