import { parseAmount, toAmount, type Currency } from '#money';
import { readCsvFile, type CsvRow } from './csv-rows';
import { dateRemedy, dateRule, dayOfCell, type DateFormat } from './file-dates';
import type { LineProblem } from './line-problem';
import { contradictionOf } from './receivables-contradiction';

export const receivablesColumns = [
  'customer_id', 'invoice_number', 'invoice_date', 'due_date', 'invoice_amount', 'disputed', 'settled_date',
] as const;
export type ReceivablesColumn = (typeof receivablesColumns)[number];

/** An invoice issued elsewhere, with what became of it. */
export interface ExternalItem {
  readonly line: number;
  readonly customer: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  /** At the currency's scale. */
  readonly amount: string;
  readonly disputed: boolean;
  /** Null: still open. */
  readonly settledOn: string | null;
}

export interface ReceivablesFile {
  /** By invoice date, then in file order. */
  readonly items: readonly ExternalItem[];
  readonly problems: readonly LineProblem[];
  readonly rowCount: number;
}

/** @throws FileRefused when the file as a whole is none of this shape. */
export async function readReceivablesFile(file: string, currency: Currency, format: DateFormat = 'iso'): Promise<ReceivablesFile> {
  const items: ExternalItem[] = [];
  const problems: LineProblem[] = [];
  const first = new Map<string, ExternalItem>();
  let rowCount = 0;
  await readCsvFile(file, {
    columns: receivablesColumns,
    onRow: (row) => {
      rowCount += 1;
      const found = readItem(row, currency, format);
      const problem = 'rule' in found ? found : contradiction(found, first.get(found.number));
      if (problem !== null) {
        problems.push(problem);
      } else if ('number' in found) {
        first.set(found.number, first.get(found.number) ?? found);
        items.push(found);
      }
    },
    onProblem: (problem) => {
      rowCount += 1;
      problems.push(problem);
    },
  });
  items.sort((a, b) => (a.issuedOn < b.issuedOn ? -1 : a.issuedOn > b.issuedOn ? 1 : 0));
  return { items, problems, rowCount };
}

/** The row stands beside an earlier one of its number in the same file, which says something else. */
function contradiction(item: ExternalItem, earlier: ExternalItem | undefined): LineProblem | null {
  return earlier === undefined ? null : contradictionOf(item, earlier, `line ${earlier.line}`);
}

const cleanId = /^(?!\s)[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,64}(?<!\s)$/u;
const answers: ReadonlyMap<string, boolean> = new Map([['', false], ['no', false], ['n', false], ['yes', true], ['y', true]]);

function readItem({ line, cells }: CsvRow<ReceivablesColumn>, currency: Currency, format: DateFormat): ExternalItem | LineProblem {
  const problem = (field: ReceivablesColumn, rule: string, remedy: string): LineProblem => ({
    line, ...(cells.invoice_number === '' ? {} : { document: cells.invoice_number }), field, value: cells[field], rule, remedy,
  });
  for (const field of ['customer_id', 'invoice_number'] as const) {
    if (!cleanId.test(cells[field])) {
      return problem(field, 'must be 1 to 64 visible characters without white space around them', 'Correct or shorten it.');
    }
  }
  const days = readDays(cells, format);
  if ('field' in days) {
    return problem(days.field, days.rule, days.remedy);
  }
  const amount = parseAmount(cells.invoice_amount, currency);
  if (!amount.ok || amount.money.minor <= 0n) {
    return problem(
      'invoice_amount',
      amount.ok ? 'must be above zero' : amount.problem.message,
      `Write the gross amount in ${currency.code} in digits with a point; a credit is no invoice.`,
    );
  }
  const disputed = answers.get(cells.disputed.toLowerCase());
  if (disputed === undefined) {
    return problem('disputed', 'must be Yes or No', 'Write Yes, No, or leave it empty for No.');
  }
  return { line, customer: cells.customer_id, number: cells.invoice_number, ...days, amount: toAmount(amount.money), disputed };
}

interface ItemDays {
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly settledOn: string | null;
}

function readDays(
  cells: CsvRow<ReceivablesColumn>['cells'],
  format: DateFormat,
): ItemDays | { field: ReceivablesColumn; rule: string; remedy: string } {
  const read = (field: ReceivablesColumn): string | null => dayOfCell(cells[field], format);
  const [issuedOn, dueOn, settledOn] = [read('invoice_date'), read('due_date'), read('settled_date')];
  if (issuedOn === null) {
    return { field: 'invoice_date', rule: dateRule, remedy: dateRemedy };
  }
  if (dueOn === null) {
    return { field: 'due_date', rule: dateRule, remedy: dateRemedy };
  }
  if (settledOn === null && cells.settled_date !== '') {
    return { field: 'settled_date', rule: `${dateRule}, or empty while the invoice is open`, remedy: dateRemedy };
  }
  if (dueOn < issuedOn) {
    return { field: 'due_date', rule: `must not be before the invoice date (${issuedOn})`, remedy: 'Correct one of the two dates.' };
  }
  return { issuedOn, dueOn, settledOn };
}
