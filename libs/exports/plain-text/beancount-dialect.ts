import type { AccountRole } from '#ledger';
import { kindOfRole, type AccountKind } from '../journal/account-kind';
import type { JournalEntry, NamedAccount } from '../journal/journal-entry';
import type { Dialect } from './dialect';

const roots: Readonly<Record<AccountKind, string>> = { asset: 'Assets', liability: 'Liabilities', equity: 'Equity', income: 'Income', expense: 'Expenses' };

const rootOf = (role: AccountRole): string => roots[kindOfRole(role)];

/** A part of an account name: letters, digits and hyphens, a capital or digit first. What is not allowed is spelt by its code, so that two names never become one. */
function component(text: string): string {
  const spelt = text.replace(/[^A-Za-z0-9-]/gu, (sign) => `-u${sign.codePointAt(0)!.toString(16)}-`);
  return /^[A-Z0-9]/.test(spelt) ? spelt : `X${spelt}`;
}

/** `Assets:UK:1200`: beancount knows five roots; the role of an account says which one it stands under. */
export const beancountAccount = ({ entityId, code, role }: Pick<NamedAccount, 'entityId' | 'code' | 'role'>): string =>
  `${rootOf(role)}:${component(entityId)}:${component(code)}`;

const quoted = (text: string): string => `"${text.replace(/[\p{Cc}\p{Cs}]/gu, ' ').replace(/["\\]/g, (sign) => `\\${sign}`)}"`;

function title({ eventType, document, effectiveDate, sequence, stream, revision }: JournalEntry): string {
  const head = `\n${effectiveDate} * ${quoted(`${eventType} ${document}`.trim())}\n`;
  return `${head}  sequence: ${sequence}\n  stream: ${quoted(stream)}\n  revision: ${revision}\n`;
}

/** For beancount 2.3 and later. */
export const beancount: Dialect = {
  head: '; Daybook journal, for beancount. Amounts in base currency; debit positive, credit negative.\noption "title" "Daybook"\n',
  account: beancountAccount,
  declareCurrency: (currency) => `option "operating_currency" "${currency}"\n1900-01-01 commodity ${currency}\n`,
  declareAccount: (name) => `1900-01-01 open ${name}\n`,
  title,
  posting: (account, amount, line, foreign) => {
    const customer = line.accountId === '' ? '' : `    debtor: ${quoted(line.accountId)}\n`;
    return `  ${account}  ${amount}${foreign === '' ? '' : ` ; ${foreign}`}\n${customer}`;
  },
};
