import { creditorReference } from '../documents/creditor-reference';
import type { MatchingFacts, OpenItemDraft } from './matching.types';
import { numberKeys, type NumberKeys } from './number-atoms';
import { nameKey } from './payer-name';

export interface IndexedItem extends OpenItemDraft {
  readonly invoice: IndexedInvoice;
}

/** An invoice with what is open of it, first due first; none: it is settled. */
export interface IndexedInvoice {
  readonly invoiceId: string;
  readonly number: string;
  readonly accountId: string;
  readonly currency: string;
  readonly keys: NumberKeys;
  readonly items: IndexedItem[];
  /** What a settled invoice was for. */
  readonly settledAmount?: bigint;
}

export interface IndexedAccount {
  readonly accountId: string;
  readonly items: IndexedItem[];
  readonly names: Set<string>;
  readonly ibans: Set<string>;
}

type Found<Value> = ReadonlyMap<string, readonly Value[]>;

/** What lines are looked up in, built once. Nothing in it changes; what lines take is kept apart, see `ItemsLeft`. */
export interface OpenItemIndex {
  readonly accounts: ReadonlyMap<string, IndexedAccount>;
  readonly byReference: Found<IndexedInvoice>;
  readonly byFull: Found<IndexedInvoice>;
  readonly byFullJoined: Found<IndexedInvoice>;
  readonly byDigits: Found<IndexedInvoice>;
  readonly byJoined: Found<IndexedInvoice>;
  readonly byTail: Found<IndexedInvoice>;
  readonly byAmount: Found<IndexedItem>;
  readonly byIban: Found<string>;
  readonly byName: Found<string>;
  /** Letters that document numbers begin with. */
  readonly prefixes: ReadonlySet<string>;
  /** How many digits document numbers have. */
  readonly lengths: ReadonlySet<number>;
}

export const compactIban = (iban: string): string => iban.replace(/\s/g, '').toUpperCase();
export const amountKey = (currency: string, minor: bigint): string => `${currency}:${minor}`;

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}

class IndexBuilder {
  readonly accounts = new Map<string, IndexedAccount>();
  readonly invoices = new Map<string, IndexedInvoice>();
  readonly byReference = new Map<string, IndexedInvoice[]>();
  readonly byFull = new Map<string, IndexedInvoice[]>();
  readonly byFullJoined = new Map<string, IndexedInvoice[]>();
  readonly byDigits = new Map<string, IndexedInvoice[]>();
  readonly byJoined = new Map<string, IndexedInvoice[]>();
  readonly byTail = new Map<string, IndexedInvoice[]>();
  readonly byAmount = new Map<string, IndexedItem[]>();
  readonly byIban = new Map<string, string[]>();
  readonly byName = new Map<string, string[]>();
  readonly prefixes = new Set<string>();
  readonly lengths = new Set<number>();

  account(accountId: string): IndexedAccount {
    const known = this.accounts.get(accountId);
    if (known !== undefined) return known;
    const made: IndexedAccount = { accountId, items: [], names: new Set(), ibans: new Set() };
    this.accounts.set(accountId, made);
    return made;
  }

  invoice(of: Omit<IndexedInvoice, 'keys' | 'items'> & { readonly reference?: string }): IndexedInvoice {
    const known = this.invoices.get(of.invoiceId);
    if (known !== undefined) return known;
    const { reference, ...rest } = of;
    const keys = numberKeys(of.number);
    const made: IndexedInvoice = { ...rest, keys, items: [] };
    this.invoices.set(of.invoiceId, made);
    const named = reference ?? creditorReference(of.number);
    if (named !== null) add(this.byReference, named.replace(/\s/g, '').toUpperCase(), made);
    this.byNumber(keys, made);
    if (keys.joined !== '') {
      this.lengths.add(keys.joined.length);
    }
    if (keys.prefix !== '') this.prefixes.add(keys.prefix);
    return made;
  }

  /** A key stands in a second map only where it differs: two hundred thousand entries fewer matter. */
  private byNumber(keys: NumberKeys, made: IndexedInvoice): void {
    if (!keys.fullJoined.startsWith('|')) {
      add(this.byFull, keys.full, made);
      if (keys.fullJoined !== keys.full) add(this.byFullJoined, keys.fullJoined, made);
    }
    if (keys.joined === '') return;
    add(this.byJoined, keys.joined, made);
    if (keys.digits !== keys.joined) add(this.byDigits, keys.digits, made);
    if (keys.tail !== keys.joined) add(this.byTail, keys.tail, made);
  }

  item(draft: OpenItemDraft): void {
    const { invoiceId, number, accountId, currency, reference } = draft;
    const invoice = this.invoice({ invoiceId, number, accountId, currency, ...(reference === undefined ? {} : { reference }) });
    const item: IndexedItem = { ...draft, invoice };
    invoice.items.push(item);
    this.account(accountId).items.push(item);
    add(this.byAmount, amountKey(currency, draft.open), item);
    if (draft.discount !== undefined) add(this.byAmount, amountKey(currency, draft.open - draft.discount.amount), item);
  }

  payer({ accountId, names, ibans }: MatchingFacts['payers'][number]): void {
    const account = this.account(accountId);
    for (const name of names) {
      const key = nameKey(name);
      if (key === '') continue;
      if (account.names.has(key)) continue;
      account.names.add(key);
      add(this.byName, key, accountId);
    }
    for (const iban of ibans) {
      const key = compactIban(iban);
      if (account.ibans.has(key)) continue;
      account.ibans.add(key);
      add(this.byIban, key, accountId);
    }
  }
}

const firstDueFirst = (a: IndexedItem, b: IndexedItem): number =>
  compareText(a.dueDate, b.dueDate) || compareText(a.invoiceId, b.invoiceId) || a.instalment - b.instalment;

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Items with nothing open are left out. The order in which facts are given changes nothing. */
export function indexOpenItems(facts: MatchingFacts): OpenItemIndex {
  const builder = new IndexBuilder();
  for (const item of facts.items) {
    if (item.open > 0n) builder.item(item);
  }
  for (const { amount, ...settled } of facts.settled ?? []) {
    builder.invoice({ ...settled, settledAmount: amount });
  }
  for (const payer of facts.payers) builder.payer(payer);
  for (const { items } of builder.accounts.values()) items.sort(firstDueFirst);
  for (const { items } of builder.invoices.values()) items.sort(firstDueFirst);
  return builder;
}

/** What lines have taken of items so far. */
export class ItemsLeft {
  private readonly taken = new Map<IndexedItem, bigint>();

  of(item: IndexedItem): bigint {
    return item.open - (this.taken.get(item) ?? 0n);
  }

  take(item: IndexedItem, amount: bigint): void {
    this.taken.set(item, (this.taken.get(item) ?? 0n) + amount);
  }
}
