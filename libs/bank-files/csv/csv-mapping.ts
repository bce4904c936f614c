import { currency } from '#money';
import { refuseFile, shown } from '../bank-file-refused';

/** A column by the name in the header line, or by its place from 1 where the file has no header. */
export type CsvColumn = string | number;

/** How a bank's CSV file is read. It is written once for each bank and kept as JSON. */
export interface CsvMapping {
  /** Absent: UTF-8. */
  readonly encoding?: 'utf-8' | 'latin-1';
  /** One character; absent: `;`. */
  readonly separator?: string;
  /** Lines above the header, or above the first row where there is no header. */
  readonly skipLines?: number;
  /** Whether a line with the columns' names stands above the rows; absent: yes. */
  readonly header?: boolean;
  /** `YYYY`, `YY`, `MM` and `DD` with what stands between, as `DD.MM.YYYY`. */
  readonly dateFormat: string;
  /** Decimal sign; absent: `.`. */
  readonly decimal?: '.' | ',';
  /** What parts thousands; absent: nothing may. */
  readonly thousands?: '.' | ',' | ' ' | "'";
  readonly columns: {
    readonly bookedOn: CsvColumn;
    readonly valueDate?: CsvColumn;
    /** Signed, unless `direction` tells. */
    readonly amount?: CsvColumn;
    /** Instead of `amount`: what was lost and gained, each without a sign. */
    readonly debit?: CsvColumn;
    readonly credit?: CsvColumn;
    readonly direction?: CsvColumn;
    readonly currency?: CsvColumn;
    readonly account?: CsvColumn;
    readonly name?: CsvColumn;
    readonly iban?: CsvColumn;
    readonly bic?: CsvColumn;
    readonly text?: CsvColumn | readonly CsvColumn[];
    readonly reference?: CsvColumn;
    readonly endToEndId?: CsvColumn;
    readonly mandateId?: CsvColumn;
    readonly bankReference?: CsvColumn;
    readonly code?: CsvColumn;
    readonly returnReason?: CsvColumn;
  };
  /** What the direction column writes for money lost; everything else is refused but `credit`. */
  readonly directionWords?: { readonly debit: string; readonly credit: string };
  /** What the file does not say of itself. */
  readonly constants?: { readonly account?: string; readonly currency?: string; readonly statementNumber?: string };
}

const columnNames = [
  'bookedOn', 'valueDate', 'amount', 'debit', 'credit', 'direction', 'currency', 'account', 'name', 'iban', 'bic', 'text', 'reference', 'endToEndId', 'mandateId',
  'bankReference', 'code', 'returnReason',
] as const;
const settings: Readonly<Record<string, (value: unknown) => boolean>> = {
  encoding: (value) => value === 'utf-8' || value === 'latin-1',
  separator: (value) => typeof value === 'string' && value.length === 1 && !/["\r\n]/.test(value),
  skipLines: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 1000,
  header: (value) => typeof value === 'boolean',
  dateFormat: (value) => typeof value === 'string' && value.length <= 20 && /DD/.test(value) && /MM/.test(value) && /YY/.test(value),
  decimal: (value) => value === '.' || value === ',',
  thousands: (value) => typeof value === 'string' && ['.', ',', ' ', "'"].includes(value),
  columns: (value) => isRecord(value),
  directionWords: (value) => isRecord(value) && isName(value['debit']) && isName(value['credit']) && Object.keys(value).length === 2,
  constants: (value) => isRecord(value) && Object.entries(value).every(([name, text]) => ['account', 'currency', 'statementNumber'].includes(name) && isName(text)),
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= 200;
const isColumn = (value: unknown): boolean => isName(value) || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 1000);

/** Checks a mapping out of JSON. @throws BankFileRefused that names the setting. */
export function checkedMapping(value: unknown): CsvMapping {
  if (!isRecord(value)) {
    refuseFile('CSV.MAPPING', 'The mapping of a CSV file is missing: a JSON object that says how its columns are read.', { path: 'mapping' });
  }
  for (const [name, setting] of Object.entries(value)) {
    if (!(Object.hasOwn(settings, name) && settings[name]?.(setting) === true)) {
      refuseMapping(name, `${shown(name)} is no setting of a mapping, or its value is not allowed`);
    }
  }
  const mapping = value as unknown as CsvMapping;
  if (!('dateFormat' in value)) {
    refuseMapping('dateFormat', 'The format of the days is missing, such as "DD.MM.YYYY"');
  }
  if (!('columns' in value)) {
    refuseMapping('columns', 'The columns are missing');
  }
  refuseColumns(mapping);
  if ((mapping.decimal ?? '.') === mapping.thousands) {
    refuseMapping('thousands', 'Thousands and decimals have the same sign');
  }
  return mapping;
}

const refuseMapping = (path: string, message: string): never => refuseFile('CSV.MAPPING', `${message}. See the recipe of bank files.`, { path: `mapping.${path}` });

function refuseColumns({ columns, constants, directionWords }: CsvMapping): void {
  refuseUnknownColumns(columns);
  const split = columns.debit !== undefined && columns.credit !== undefined;
  const rules: readonly (readonly [broken: boolean, path: string, message: string])[] = [
    [columns.bookedOn === undefined, 'columns.bookedOn', 'The column of the booking day is missing'],
    [(columns.amount === undefined) !== split, 'columns.amount', 'Name either the column of a signed amount, or both of debit and credit'],
    [(columns.direction === undefined) !== (directionWords === undefined), 'directionWords', 'A column of the direction goes with the words that stand in it'],
    [columns.currency === undefined && currency(constants?.currency ?? '') === undefined, 'constants.currency', 'Name the column of the currency, or the currency of the account'],
    [columns.account === undefined && constants?.account === undefined, 'constants.account', 'Name the column of our account, or the account'],
  ];
  for (const [broken, path, message] of rules) {
    if (broken) {
      refuseMapping(path, message);
    }
  }
}

function refuseUnknownColumns(columns: CsvMapping['columns']): void {
  for (const [name, column] of Object.entries(columns)) {
    const isList = name === 'text' && Array.isArray(column) && column.length > 0 && column.length <= 20;
    if (!(columnNames as readonly string[]).includes(name) || !(isList ? (column as unknown[]).every(isColumn) : isColumn(column))) {
      refuseMapping(`columns.${name}`, `${shown(name)} is no column of a statement, or names none of the file`);
    }
  }
}
