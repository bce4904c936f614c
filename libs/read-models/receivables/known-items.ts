import { sql, type Kysely } from 'kysely';
import type { Row } from '../store/read-store';
import { tableName } from '../store/table';
import type { ItemName } from './changes';
import { accountTable, itemTable, kindCode } from './tables';

/** Where an item stands in the tables, and what its movements repeat. */
export interface KnownItem {
  readonly accountKey: number;
  readonly itemKey: number;
  readonly currency: string;
  readonly dueDay: number;
  readonly issueDay: number;
}

/** Items and accounts kept in memory at most; beyond it they are read again when they are named again. */
const keptMax = 300_000;
const lookupMax = 500;

const nameKey = (accountId: string, kind: number, documentId: string, part: number): string => `${kind} ${part} ${documentId} ${accountId}`;

/** Accounts and items by the names events use; what memory does not hold is read once per batch. */
export class KnownItems {
  readonly #items = new Map<string, KnownItem>();
  readonly #accounts = new Map<string, number>();
  readonly #itemTable: string;
  readonly #accountTable: string;

  constructor(generation: number) {
    this.#itemTable = tableName(itemTable, generation);
    this.#accountTable = tableName(accountTable, generation);
  }

  account(accountId: string): number | undefined {
    return this.#accounts.get(accountId);
  }

  item(name: ItemName): KnownItem | undefined {
    return this.#items.get(nameKey(name.accountId, kindCode[name.kind], name.documentId, name.part));
  }

  rememberAccount(accountId: string, key: number): void {
    this.#accounts.set(accountId, key);
  }

  rememberItem(name: ItemName, item: KnownItem): void {
    this.#items.set(nameKey(name.accountId, kindCode[name.kind], name.documentId, name.part), item);
  }

  forget(): void {
    this.#items.clear();
    this.#accounts.clear();
  }

  /** Called between batches: what a batch has looked up must stay until it is applied. */
  trim(): void {
    if (this.#items.size > keptMax) this.#items.clear();
    if (this.#accounts.size > keptMax) this.#accounts.clear();
  }

  async lookUp(names: readonly ItemName[], db: Kysely<unknown>): Promise<void> {
    const documents = new Set<string>();
    const accounts = new Set<string>();
    for (const name of names) {
      if (this.item(name) === undefined) documents.add(name.documentId);
      if (this.account(name.accountId) === undefined) accounts.add(name.accountId);
    }
    for (const page of pages([...accounts])) await this.#readAccounts(page, db);
    for (const page of pages([...documents])) await this.#readItems(page, db);
  }

  async #readAccounts(ids: readonly string[], db: Kysely<unknown>): Promise<void> {
    const { rows } = await sql<Row>`select account_id, account_key from ${sql.table(this.#accountTable)}
      where account_id in (${sql.join(ids)})`.execute(db);
    for (const row of rows) this.#accounts.set(String(row['account_id']), Number(row['account_key']));
  }

  async #readItems(documentIds: readonly string[], db: Kysely<unknown>): Promise<void> {
    const { rows } = await sql<Row>`select a.account_id, i.* from ${sql.table(this.#itemTable)} i
      join ${sql.table(this.#accountTable)} a on a.account_key = i.account_key
      where i.document_id in (${sql.join(documentIds)})`.execute(db);
    for (const row of rows) {
      this.#items.set(nameKey(String(row['account_id']), Number(row['kind']), String(row['document_id']), Number(row['part'])), {
        accountKey: Number(row['account_key']),
        itemKey: Number(row['item_key']),
        currency: String(row['currency']),
        dueDay: Number(row['due_day']),
        issueDay: Number(row['issue_day']),
      });
    }
  }
}

function* pages<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += lookupMax) yield list.slice(start, start + lookupMax);
}
