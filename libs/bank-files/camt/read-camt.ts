import type { Currency } from '#money';
import { checkBalances } from '../balance-check';
import { refuseFile } from '../bank-file-refused';
import type { BankStatement, StatementLineDraft } from '../bank-statement';
import { cleanText, plainAccount } from '../clean-text';
import { fileCurrency } from '../file-amount';
import { LineCount } from '../file-bounds';
import { isoDay } from '../file-day';
import { readXml } from '../xml/read-xml';
import type { XmlElement } from '../xml/xml-element';
import { bookedBalances } from './camt-balances';
import { entryLines } from './camt-entry';

const bodies = [
  { format: 'camt.053', message: 'BkToCstmrStmt', statement: 'Stmt' },
  { format: 'camt.054', message: 'BkToCstmrDbtCdtNtfctn', statement: 'Ntfctn' },
] as const;

/** Versions whose elements are read here; they differ in where parties, agents and the status stand. */
const versions = { first: 2, last: 13 } as const;

/**
 * ISO 20022 camt.053 (statements) and camt.054 (notifications), one or several in a file.
 *
 * @throws BankFileRefused with the path of the element.
 */
export function readCamt(text: string, balances: 'checked' | 'unchecked'): readonly BankStatement[] {
  const root = readXml(text);
  const document = root.find('Document') ?? refuseFile('CAMT.FORMAT', 'The file is XML, but no message of ISO 20022: its outermost element is not <Document>.', { line: 1 });
  const body = bodies.find(({ message }) => document.find(message) !== undefined);
  if (body === undefined) {
    refuseFile('CAMT.FORMAT', 'The message is neither camt.053 (BkToCstmrStmt) nor camt.054 (BkToCstmrDbtCdtNtfctn). Ask the bank for one of them.', document);
  }
  refuseOtherVersion(text, body.format);
  const statements = document.require(body.message).all(body.statement);
  if (statements.length === 0) {
    refuseFile('FILE.INCOMPLETE', `The message holds no ${body.statement}: there is no statement in it.`, { path: `Document/${body.message}` });
  }
  refuseManyLines(statements);
  return statements.map((statement) => readStatement(statement, body.format, balances));
}

/** Each part of a batch is a line, and each entry without parts. */
function refuseManyLines(statements: readonly XmlElement[]): void {
  const count = new LineCount();
  for (const entry of statements.flatMap((statement) => statement.all('Ntry'))) {
    const parts = entry.all('NtryDtls').reduce((sum, group) => sum + group.count('TxDtls'), 0);
    count.add(Math.max(1, parts), { path: entry.path });
  }
}

/** The namespace stands in the first tag; what comes far behind it is not searched. */
const headLength = 8_192;
const openingTag = '<(?:[\\w.-]{1,40}:)?Document';
const namespaceOf = 'xmlns(?::[\\w.-]{1,40})?\\s*=\\s*["\'](urn:iso:std:iso:20022:tech:xsd:camt\\.[\\d.]{1,20})["\']';
const namespaceOfDocument =
  new RegExp(
    `${openingTag}\\s[^>]*?\\s${namespaceOf}|${openingTag}\\s+${namespaceOf}`,
  );

/** The parser drops namespaces, so the version is looked up in the tag. */
function refuseOtherVersion(text: string, format: string): void {
  const [, behind, first] = namespaceOfDocument.exec(text.slice(0, headLength)) ?? [];
  const namespace = behind ?? first ?? '';
  const version = Number(new RegExp(`${format.replace('.', '\\.')}\\.001\\.(\\d{2})$`).exec(namespace)?.[1] ?? NaN);
  if (!(version >= versions.first && version <= versions.last)) {
    refuseFile('CAMT.VERSION', `The namespace ${JSON.stringify(namespace.slice(0, 80))} names no ${format}.001 of version ${versions.first} to ${versions.last}.`, { path: 'Document' });
  }
}

function readStatement(statement: XmlElement, format: BankStatement['format'], balances: 'checked' | 'unchecked'): BankStatement {
  const money = currencyOf(statement);
  const account = plainAccount(statement.text('Acct', 'Id', 'IBAN') ?? statement.text('Acct', 'Id', 'Othr', 'Id'));
  if (account === undefined) {
    refuseFile('FILE.INCOMPLETE', 'The statement does not say of which account it is.', { path: `${statement.path}/Acct/Id` });
  }
  const lines = statement.all('Ntry').flatMap((entry) => entryLines(entry, money, account));
  const { opening, closing } = balances === 'checked' && format === 'camt.053' ? bookedBalances(statement, money) : {};
  const read: BankStatement = {
    format,
    statementNumber: cleanText(statement.require('Id').text()) ?? refuseFile('FILE.INCOMPLETE', 'The statement has no id.', { path: `${statement.path}/Id` }),
    account,
    currency: money.code,
    ...periodOf(statement, lines, [opening?.day, closing?.day]),
    ...(opening === undefined ? {} : { openingBalance: opening.amount }),
    ...(closing === undefined ? {} : { closingBalance: closing.amount }),
    lines,
  };
  return checkBalances(read, money, statement);
}

/** The account's own, else that of its opening balance, else of its first entry. */
function currencyOf(statement: XmlElement): Currency {
  const stated = statement.text('Acct', 'Ccy') ?? (statement.find('Bal', 'Amt') ?? statement.find('Ntry', 'Amt'))?.attribute('Ccy');
  return fileCurrency(stated, { path: `${statement.path}/Acct/Ccy` });
}

/** The days stated, else those of the balances, else when it was made; widened so that every line lies within. */
function periodOf(statement: XmlElement, lines: readonly StatementLineDraft[], balanceDays: readonly (string | undefined)[]): { readonly from: string; readonly to: string } {
  const period = statement.find('FrToDt');
  const stated = [period?.text('FrDtTm') ?? period?.text('FrDt'), period?.text('ToDtTm') ?? period?.text('ToDt')].flatMap((text) =>
    text === undefined ? [] : [isoDay(text, { path: `${statement.path}/FrToDt` })],
  );
  const known = [...stated, ...lines.map(({ bookedOn }) => bookedOn)];
  const days = (known.length > 0 ? known : [...balanceDays, statement.text('CreDtTm')?.slice(0, 10)]).filter((day) => day !== undefined).sort();
  const [from, to] = [days[0], days.at(-1)];
  return from === undefined || to === undefined
    ? refuseFile('FILE.INCOMPLETE', 'The statement says nowhere of which days it is.', statement)
    : { from: isoDay(from, statement), to: isoDay(to, statement) };
}
