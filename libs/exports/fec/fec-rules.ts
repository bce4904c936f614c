import { isRealDay } from '#ledger';
import { fecColumns, type FecColumn } from './fec-columns';

/** Every rule the checker knows: the published ones of article A47 A-1, and what follows from double entry. */
export const fecRules = {
  'file-name': 'the file is called <SIREN>FEC<YYYYMMDD>.txt, with a valid SIREN and a real closing day',
  encoding: 'the text is ASCII, ISO 8859-15 or UTF-8, without a byte order mark or control characters',
  header: 'the first line names the eighteen columns in their order',
  'empty-line': 'no line is empty',
  'field-count': 'every line has eighteen fields, separated by tabs (or bars throughout)',
  'required-field': 'journal, entry number and date, account, document, words, amounts and validation are given',
  date: 'dates are real days, written YYYYMMDD',
  amount: 'amounts have a decimal comma, no thousands sign and no blank',
  'debit-and-credit': 'a line has a debit or a credit, not both',
  account: 'an account begins with three digits of the chart',
  'auxiliary-pair': 'an auxiliary account has a number and a name, or neither',
  'lettering-pair': 'a lettering has a code and a date, or neither',
  'currency-pair': 'a foreign amount has its ISO 4217 code, and a code its amount',
  'after-closing': 'no entry is dated after the day the book year ends',
  'valid-date': 'an entry is not validated before it is dated',
  chronology: 'entries stand in the order of their validation',
  'entry-number': 'entry numbers rise by one without a gap, over the whole file or per journal',
  'entry-frame': 'all lines of an entry share journal, date and validation',
  'entry-balance': 'debits equal credits in every entry',
  'letter-balance': 'lines of one account under one lettering come to zero',
} as const;
export type FecRule = keyof typeof fecRules;

export interface FecProblem {
  readonly rule: FecRule;
  /** From 1; 0 for the file as a whole. */
  readonly line: number;
  readonly message: string;
}

export type FecLineFields = Readonly<Record<FecColumn, string>>;

const required: readonly FecColumn[] = [
  'JournalCode', 'JournalLib', 'EcritureNum', 'EcritureDate', 'CompteNum', 'CompteLib', 'PieceRef', 'PieceDate', 'EcritureLib', 'Debit', 'Credit', 'ValidDate',
];
const dates: readonly FecColumn[] = ['EcritureDate', 'PieceDate', 'DateLet', 'ValidDate'];
const amount = /^[+-]?\d{1,18}(,\d{1,6})?$/;

export const isFecDay = (text: string): boolean => /^\d{8}$/.test(text) && isRealDay(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`);

/** Millionths; 0 for what is no amount. */
export function fecAmount(text: string): bigint {
  if (!amount.test(text)) {
    return 0n;
  }
  const [whole = '0', decimals = ''] = text.replace('+', '').split(',');
  return BigInt(`${whole}${decimals.padEnd(6, '0')}`);
}

/** The fields of a line by column; null when they are not eighteen. */
export function fieldsOf(line: string): FecLineFields | null {
  const fields = line.split('\t');
  return fields.length === fecColumns.length ? (Object.fromEntries(fecColumns.map((column, index) => [column, fields[index]!])) as FecLineFields) : null;
}

type Found = readonly [rule: FecRule, message: string];

/** What is wrong with one line by itself. */
export function lineProblems(fields: FecLineFields): Found[] {
  return [...fieldProblems(fields), ...pairProblems(fields)];
}

function fieldProblems(fields: FecLineFields): Found[] {
  const found: Found[] = [];
  for (const column of required) {
    if (fields[column].trim() === '') found.push(['required-field', `${column} is empty`]);
  }
  for (const column of dates) {
    if (fields[column] !== '' && !isFecDay(fields[column])) found.push(['date', `${column} is ${JSON.stringify(fields[column])}`]);
  }
  for (const column of ['Debit', 'Credit', 'Montantdevise'] as const) {
    if (fields[column] !== '' && !amount.test(fields[column])) found.push(['amount', `${column} is ${JSON.stringify(fields[column])}`]);
  }
  const [debit, credit] = [fecAmount(fields.Debit), fecAmount(fields.Credit)];
  if (debit !== 0n && credit !== 0n) found.push(['debit-and-credit', `debit ${fields.Debit} and credit ${fields.Credit} on one line`]);
  if (!/^\d{3}[0-9A-Za-z.]*$/.test(fields.CompteNum)) found.push(['account', `CompteNum is ${JSON.stringify(fields.CompteNum)}`]);
  return found;
}

function pairProblems(fields: FecLineFields): Found[] {
  const found: Found[] = [];
  if ((fields.CompAuxNum === '') !== (fields.CompAuxLib === '')) found.push(['auxiliary-pair', `CompAuxNum ${JSON.stringify(fields.CompAuxNum)}, CompAuxLib ${JSON.stringify(fields.CompAuxLib)}`]);
  if ((fields.EcritureLet === '') !== (fields.DateLet === '')) found.push(['lettering-pair', `EcritureLet ${JSON.stringify(fields.EcritureLet)}, DateLet ${JSON.stringify(fields.DateLet)}`]);
  if ((fields.Montantdevise === '') !== (fields.Idevise === '') || !/^([A-Z]{3})?$/.test(fields.Idevise)) {
    found.push(['currency-pair', `Montantdevise ${JSON.stringify(fields.Montantdevise)}, Idevise ${JSON.stringify(fields.Idevise)}`]);
  }
  if (isFecDay(fields.ValidDate) && isFecDay(fields.EcritureDate) && fields.ValidDate < fields.EcritureDate) {
    found.push(['valid-date', `validated on ${fields.ValidDate}, dated ${fields.EcritureDate}`]);
  }
  return found;
}
