import type { Currency } from '#money';
import { isIban } from '#ledger';
import { refuseFile, shown } from '../bank-file-refused';
import type { BankStatement, StatementLineDraft } from '../bank-statement';
import { cleanText, joinTexts, plainAccount, presentFields } from '../clean-text';
import { decodeAs } from '../decode-text';
import { amountText, fileCurrency } from '../file-amount';
import { amountReader, dayReader } from './csv-cells';
import { checkedMapping, type CsvColumn, type CsvMapping } from './csv-mapping';
import { csvRows, type CsvRow } from './csv-rows';

/**
 * A CSV file of one account, read by a mapping. It states no balances, so nothing is there to check but every cell.
 *
 * @throws BankFileRefused with the line and the column, or the setting of the mapping.
 */
export function readCsv(bytes: Uint8Array, mappingValue: unknown): BankStatement {
  const mapping = checkedMapping(mappingValue);
  const rows = csvRows(decodeAs(bytes, mapping.encoding ?? 'utf-8'), mapping);
  const [first] = rows;
  if (first === undefined) {
    refuseFile('FILE.EMPTY', 'The file holds no row below its header.');
  }
  const money = currencyOf(rows, mapping);
  const account =
    same(rows, mapping.columns.account, mapping.constants?.account, plainAccount) ??
    refuseFile('FILE.INCOMPLETE', 'No account stands in this row.', first.place(mapping.columns.account));
  const toLine = lineReader(mapping, money);
  const lines = rows.map(toLine);
  const days = lines.map(({ bookedOn }) => bookedOn).sort();
  const [from, to] = [days[0] ?? '', days.at(-1) ?? ''];
  return { format: 'csv', statementNumber: cleanText(mapping.constants?.statementNumber) ?? `${from}..${to}`, account, currency: money.code, from, to, lines };
}

const currencyOf = (rows: readonly CsvRow[], { columns, constants }: CsvMapping): Currency =>
  fileCurrency(same(rows, columns.currency, constants?.currency, cleanText), rows[0]?.place(columns.currency) ?? {});

/** One value for the whole file: two accounts or currencies in it are two files. */
function same(rows: readonly CsvRow[], column: CsvColumn | undefined, constant: string | undefined, plain: (text: string) => string | undefined): string | undefined {
  const [expected, other] = [constant === undefined ? plain(rows[0]?.cell(column) ?? '') : plain(constant), rows];
  const differing = column === undefined ? undefined : other.find((row) => plain(row.cell(column)) !== expected);
  return differing === undefined
    ? expected
    : refuseFile('CSV.MIXED', `${shown(differing.cell(column))} stands in this row, ${shown(expected ?? '')} in the others; one file holds one account and one currency.`, differing.place(column));
}

function lineReader(mapping: CsvMapping, money: Currency): (row: CsvRow) => StatementLineDraft {
  const [readDay, toMinor] = [dayReader(mapping.dateFormat), rowAmount(mapping, money)];
  const { columns } = mapping;
  return (row) => {
    const text = (column: CsvColumn | undefined): string | undefined => cleanText(row.cell(column));
    const bookedOn = readDay(row.cell(columns.bookedOn), row.place(columns.bookedOn));
    const account = plainAccount(row.cell(columns.iban));
    const returnReason = text(columns.returnReason);
    return {
      bookedOn,
      valueDate: row.cell(columns.valueDate) === '' ? bookedOn : readDay(row.cell(columns.valueDate), row.place(columns.valueDate)),
      amount: amountText(toMinor(row), money),
      ...presentFields({
        reference: text(columns.reference),
        endToEndId: text(columns.endToEndId),
        mandateId: text(columns.mandateId),
        bankReference: text(columns.bankReference),
        code: text(columns.code),
        isReversal: returnReason === undefined ? undefined : true,
        reversalOf: returnReason === undefined ? undefined : text(columns.endToEndId),
        returnReason,
      }),
      personal: {
        ...presentFields({
          name: text(columns.name),
          ...(account !== undefined && isIban(account) ? { iban: account } : { accountNumber: account }),
          bic: plainAccount(row.cell(columns.bic)),
        }),
        text: joinTexts([columns.text ?? []].flat().map((column) => row.cell(column))),
      },
    };
  };
}

/** Minor units of a row: signed, by direction, or out of one of two columns. */
function rowAmount(mapping: CsvMapping, money: Currency): (row: CsvRow) => bigint {
  const read = amountReader(mapping);
  const { columns, directionWords } = mapping;
  const ofCell = (row: CsvRow, column: CsvColumn | undefined): bigint => read(row.cell(column), money, row.place(column));
  return (row) => {
    if (columns.amount !== undefined) {
      const minor = ofCell(row, columns.amount);
      return directionWords === undefined ? minor : directed(row, minor, columns.direction, directionWords);
    }
    const [debit, credit] = [columns.debit, columns.credit].map((column) => (row.cell(column) === '' ? undefined : ofCell(row, column)));
    if ((debit === undefined || debit === 0n) === (credit === undefined || credit === 0n)) {
      refuseFile('AMOUNT.DIRECTION', 'Either debit or credit stands in a row, not both and not neither.', row.place(columns.debit));
    }
    // Some banks put a minus into the debit column, some do not; it is lost either way.
    const lost = debit ?? 0n;
    return (credit ?? 0n) - (lost < 0n ? -lost : lost);
  };
}

function directed(row: CsvRow, minor: bigint, column: CsvColumn | undefined, words: { readonly debit: string; readonly credit: string }): bigint {
  const word = row.cell(column);
  const size = minor < 0n ? -minor : minor;
  return word === words.debit ? -size : word === words.credit ? size : refuseFile('AMOUNT.DIRECTION', `${shown(word)} is neither ${shown(words.debit)} nor ${shown(words.credit)}.`, row.place(column));
}
