export type * from './bank-statement';
export { bankFileBytesMax, readBankStatement } from './read-bank-statement';
export type { CsvColumn, CsvMapping } from './csv/csv-mapping';
