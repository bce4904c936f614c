import type { LineProblem } from './line-problem';
import type { ReceivablesColumn } from './receivables-file';

/** What a row says about an invoice. */
export interface ToldOfInvoice {
  readonly customer: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly amount: string;
  readonly disputed: boolean;
  readonly settledOn: string | null;
}

const columns: readonly (readonly [ReceivablesColumn, (told: ToldOfInvoice) => string])[] = [
  ['customer_id', ({ customer }) => customer],
  ['invoice_date', ({ issuedOn }) => issuedOn],
  ['due_date', ({ dueOn }) => dueOn],
  ['invoice_amount', ({ amount }) => amount],
  ['disputed', ({ disputed }) => (disputed ? 'Yes' : 'No')],
  ['settled_date', ({ settledOn }) => settledOn ?? ''],
];

/** Null when a row says the same of its invoice as was said before; else what differs, and that the row is without effect. */
export function contradictionOf(
  row: ToldOfInvoice & { readonly line: number; readonly number: string },
  before: ToldOfInvoice,
  place: string,
): LineProblem | null {
  const differing = columns.find(([, said]) => said(row) !== said(before));
  if (differing === undefined) {
    return null;
  }
  const [field, said] = differing;
  return {
    line: row.line,
    document: row.number,
    field,
    value: said(row),
    rule: `contradicts ${place}, which says "${said(before)}" of the same invoice number; this row is without effect`,
    remedy: 'Correct the row that is wrong. What became of a recorded invoice since is sent as a payment or a dispute, not as another row.',
  };
}
