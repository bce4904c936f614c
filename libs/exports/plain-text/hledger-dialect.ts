import type { EntryLine, JournalEntry, NamedAccount } from '../journal/journal-entry';
import type { Dialect } from './dialect';
import { plainName } from './plain-name';

/** `UK:1100 Trade receivables`: each legal entity keeps its own books, with the code first as in its chart. */
export const hledgerAccount = (entityId: string, code: string, name: string): string =>
  `${plainName(entityId)}:${code} ${plainName(name)}`.trim();

function title({ eventType, document, effectiveDate, sequence, stream, revision }: JournalEntry): string {
  return `\n${effectiveDate} ${plainName(`${eventType} ${document}`)}  ; sequence ${sequence}, ${plainName(stream)} revision ${revision}\n`;
}

function posting(account: string, amount: string, line: EntryLine, foreign: string): string {
  const comment = [plainName(line.accountId), foreign].filter((part) => part !== '').join(', ');
  return `    ${account}  ${amount}${comment === '' ? '' : `  ; ${comment}`}\n`;
}

/** For hledger 1.25 and later. */
export const hledger: Dialect = {
  head: '; Daybook journal, for hledger. Amounts in base currency; debit positive, credit negative.\ndecimal-mark .\n',
  account: ({ entityId, code, name }: NamedAccount) => hledgerAccount(entityId, code, name),
  declareCurrency: (currency, digits) => `commodity 1000.${'0'.repeat(digits)} ${currency}\n`,
  declareAccount: () => '',
  title,
  posting,
};

/** For ledger 3: as for hledger, with every account and currency declared, so that `--pedantic` finds a stray one. */
export const ledger: Dialect = {
  ...hledger,
  head: '; Daybook journal, for ledger. Amounts in base currency; debit positive, credit negative.\n',
  declareCurrency: (currency, digits) => `commodity ${currency}\n    format 1000${digits === 0 ? '' : `.${'0'.repeat(digits)}`} ${currency}\n`,
  declareAccount: (name) => `account ${name}\n`,
};
