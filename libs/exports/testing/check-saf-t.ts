import { XMLParser } from 'fast-xml-parser';

type Node = Readonly<Record<string, unknown>>;

const list = (value: unknown): Node[] => (value === undefined ? [] : Array.isArray(value) ? (value as Node[]) : [value as Node]);
const at = (node: unknown, ...path: string[]): unknown => path.reduce<unknown>((found, name) => (found as Node | undefined)?.[name], node);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
/** Hundredths. */
const cents = (value: unknown): bigint => {
  const [whole = '0', decimals = ''] = text(value).split('.');
  return BigInt(`${whole}${decimals.padEnd(2, '0')}`);
};
const signed = (node: Node, name: string): bigint => {
  const [debit, credit] = [node[`${name}DebitBalance`], node[`${name}CreditBalance`]];
  return debit === undefined ? -cents(credit) : cents(debit);
};

export interface SafTFigures {
  /** Account → closing balance in hundredths. */
  readonly closing: Readonly<Record<string, bigint>>;
  readonly transactions: number;
  readonly problems: readonly string[];
}

interface Sums {
  readonly byAccount: Map<unknown, bigint>;
  debit: bigint;
  credit: bigint;
}

/** What the schema cannot say: totals, balances, and ids that name something. */
export function checkSafT(xml: string): SafTFigures {
  const file = at(new XMLParser({ parseTagValue: false }).parse(xml), 'AuditFile');
  const accounts = list(at(file, 'MasterFiles', 'GeneralLedgerAccounts', 'Account'));
  const transactions = list(at(file, 'GeneralLedgerEntries', 'Journal', 'Transaction'));
  const lines = transactions.flatMap((transaction) => list(transaction['Line']));
  const sums: Sums = { byAccount: new Map(), debit: 0n, credit: 0n };
  const balances = transactions.map((transaction) => list(transaction['Line']).reduce((balance, line) => balance + added(sums, line), 0n));
  const unbalanced = transactions.filter((_transaction, index) => balances[index] !== 0n);
  const broken = accounts.filter((account) => signed(account, 'Opening') + (sums.byAccount.get(account['AccountID']) ?? 0n) !== signed(account, 'Closing'));
  const problems = [
    ...unknownIds(file, lines),
    ...unbalanced.map((transaction) => `transaction ${text(transaction['TransactionID'])} is out by something`),
    ...totalsProblems(at(file, 'GeneralLedgerEntries'), transactions, sums),
    ...broken.map((account) => `account ${text(account['AccountID'])}: opening and movement are not its closing`),
  ];
  return { closing: Object.fromEntries(accounts.map((account) => [text(account['AccountID']), signed(account, 'Closing')])), transactions: transactions.length, problems };
}

function added(sums: Sums, line: Node): bigint {
  const amount = line['DebitAmount'] === undefined ? -cents(at(line, 'CreditAmount', 'Amount')) : cents(at(line, 'DebitAmount', 'Amount'));
  if (amount >= 0n) sums.debit += amount;
  else sums.credit -= amount;
  sums.byAccount.set(line['AccountID'], (sums.byAccount.get(line['AccountID']) ?? 0n) + amount);
  return amount;
}

function unknownIds(file: unknown, lines: readonly Node[]): string[] {
  const known = (field: string, ...path: string[]): Set<string> => new Set(list(at(file, 'MasterFiles', ...path)).map((node) => text(node[field])));
  const masters = [
    { kind: 'account', ids: known('AccountID', 'GeneralLedgerAccounts', 'Account'), path: ['AccountID'] },
    { kind: 'customer', ids: known('CustomerID', 'Customers', 'Customer'), path: ['CustomerID'] },
    { kind: 'tax code', ids: known('TaxCode', 'TaxTable', 'TaxTableEntry', 'TaxCodeDetails'), path: ['TaxInformation', 'TaxCode'] },
  ];
  return masters.flatMap(({ kind, ids, path }) => {
    const named = lines.map((line) => text(at(line, ...path))).filter((id) => id !== '' && !ids.has(id));
    return named.map((id) => `${kind} ${id} is not in the master files`);
  });
}

function totalsProblems(entries: unknown, transactions: readonly Node[], { debit, credit }: Sums): string[] {
  const said = text(at(entries, 'NumberOfEntries'));
  const problems = said === String(transactions.length) ? [] : [`NumberOfEntries is ${said}, there are ${transactions.length}`];
  if (cents(at(entries, 'TotalDebit')) !== debit || cents(at(entries, 'TotalCredit')) !== credit) problems.push(`TotalDebit or TotalCredit is not ${debit} and ${credit}`);
  if (new Set(transactions.map((transaction) => transaction['TransactionID'])).size !== transactions.length) problems.push('two transactions share an id');
  return problems;
}
