import type { Worklist, WorklistRow } from '#billing';
import { csvLine } from '../output/safe-csv';
import { renderTable, type Column, type TableStyle } from '../output/table';

const columns: readonly Column[] = [
  { title: 'Account' }, { title: 'Customer' }, { title: 'Phone' }, { title: 'Why' }, { title: 'Since' }, { title: 'Last contact' }, { title: 'Currency' },
  { title: 'Overdue', kind: 'amount' }, { title: 'Open', kind: 'amount' },
];

/** One line per account and currency; what is said of the account stands in its first. */
export function worklistLines({ rows, totals, order, asOf, accounts }: Worklist, style: TableStyle): string[] {
  if (rows.length === 0) {
    return [`Nobody is to be called on ${asOf}.`];
  }
  const lines = rows.flatMap((row) => row.amounts.map(({ currency, overdue, open }, index) => [...(index === 0 ? headOf(row) : ['', '', '', '', '', '']), currency, overdue, open]));
  return [
    renderTable(columns, lines, style),
    `${rows.length} of ${accounts} accounts to call on ${asOf}. Order: ${order}.`,
    ...totals.map(({ currency, overdue, open }) => `${currency}: ${overdue} overdue of ${open} open.`),
  ];
}

function headOf({ accountId, customer, reasons: [first], contacts: [last] }: WorklistRow): string[] {
  const said = last === undefined ? '' : `${last.contactedOn} ${last.outcome}: ${last.personal.note}`;
  return [accountId, customer.name, customer.phone, first?.kind ?? '', first?.since ?? '', said];
}

const csvHead = [
  'account', 'priority', 'customer', 'phone', 'email', 'reasons', 'since', 'detail', 'lastContactOn', 'lastContact', 'currency', 'overdue', 'open', 'disputed', 'withAgency', 'oldestDueDate',
];

/** Every line whole, for a spreadsheet. */
export const worklistCsv = ({ rows }: Worklist): string =>
  [csvHead, ...rows.flatMap(csvRows)].map(csvLine).join('');

function csvRows(row: WorklistRow): string[][] {
  const { accountId, priority, customer, reasons, contacts: [last], amounts } = row;
  const head = [
    accountId, String(priority), customer.name, customer.phone, customer.email, reasons.map(({ kind }) => kind).join(' '), reasons[0]?.since ?? '',
    reasons.map(({ detail }) => detail).join('; '), last?.contactedOn ?? '', last?.personal.note ?? '',
  ];
  return amounts.map(({ currency, overdue, open, disputed, withAgency, oldestDueDate }) => [...head, currency, overdue, open, disputed, withAgency, oldestDueDate ?? '']);
}
