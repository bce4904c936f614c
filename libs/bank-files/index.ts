export type * from './bank-statement';
export { bankFileBytesMax, readBankStatement } from './read-bank-statement';
export { statementLinesMax } from './file-bounds';
export type { CsvColumn, CsvMapping } from './csv/csv-mapping';
export { directDebitXml, isCreditorId, type DirectDebitEntry, type DirectDebitFile, type DirectDebitXml } from './pain008/direct-debit-file';
