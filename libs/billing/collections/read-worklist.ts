import { formatMinor, knownCurrency, minorOf } from '#money';
import { accountFold, accountParts, collectionFold, compareEntries, worklistEntry, type Bounce, type WorklistAmounts, type WorklistEntry } from '#ledger';
import type { Lookups } from '#read-models';
import { foldStream, type LogSource } from './fold-stream';

export interface WorklistSource extends LogSource {
  readonly lookups: Pick<Lookups, 'accountsWithOpenItems' | 'findCustomer' | 'listDeliveries'>;
}

export interface WorklistQuestion {
  readonly entityId: string;
  /** Whose day it is: what was said and paid by its end counts. */
  readonly asOf: string;
  /** Minor units of base currency. */
  readonly largeFrom: bigint;
  /** Most accounts of the answer. */
  readonly limit: number;
}

export interface WorklistPerson {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
}

/** Who to call. Holds personal data: it is no report. */
export interface WorklistRow extends Omit<WorklistEntry, 'overdueBase'> {
  readonly customerId: string;
  readonly customer: WorklistPerson;
}

export interface Worklist {
  readonly entityId: string;
  readonly asOf: string;
  readonly order: string;
  readonly rows: readonly WorklistRow[];
  /** Accounts that somebody is to speak with, the ones beyond the limit too. */
  readonly accounts: number;
  /** Of all of them, by currency. */
  readonly totals: readonly Omit<WorklistAmounts, 'oldestDueDate'>[];
}

/** Printed with every worklist, so that nobody has to guess why an account stands where it stands. */
export const worklistOrder =
  'broken promise, follow-up reached, hand-over proposed, final notice passed, large overdue, no contact, dispute unanswered; then the largest overdue amount in base currency';

const pageSize = 1_000;

/**
 * Who is to be called on a day. Every account that owes something now is read from the log, so the answer is never
 * behind it; an account that has paid since the day asked about is left out, since nobody has to call there any more.
 */
export async function readWorklist(source: WorklistSource, { entityId, asOf, largeFrom, limit }: WorklistQuestion): Promise<Worklist> {
  const entries: WorklistEntry[] = [];
  const bounces = await bouncesOf(source, entityId);
  for (let after: string | undefined; ; ) {
    const page = await source.lookups.accountsWithOpenItems({ entityId, limit: pageSize, ...(after === undefined ? {} : { after }) });
    for (const accountId of page) {
      const account = await foldStream(source, 'account', accountId, accountFold);
      const collection = await foldStream(source, 'collection', accountId, collectionFold);
      const entry = worklistEntry(accountId, account, collection, { asOf, largeFrom, bounces: bounces.get(accountId) ?? [] });
      if (entry !== null) {
        entries.push(entry);
      }
    }
    after = page[page.length - 1];
    if (page.length < pageSize) {
      break;
    }
  }
  const ordered = entries.sort(compareEntries);
  const rows = await Promise.all(ordered.slice(0, limit).map((entry) => withCustomer(source, entry)));
  return { entityId, asOf, order: worklistOrder, rows, accounts: entries.length, totals: totalsOf(entries) };
}

/** By account, oldest first. */
async function bouncesOf({ lookups }: WorklistSource, entityId: string): Promise<Map<string, Bounce[]>> {
  const bounces = new Map<string, Bounce[]>();
  for (let after: number | undefined; ; ) {
    const page = await lookups.listDeliveries({ entityId, state: 'bounced' }, { limit: pageSize, oldestFirst: true, ...(after === undefined ? {} : { after }) });
    for (const { accountId, documentId, dueOn, detail } of page.items) {
      bounces.set(accountId, [...(bounces.get(accountId) ?? []), { documentId, sentOn: dueOn, detail }]);
    }
    if (page.next === null) {
      return bounces;
    }
    after = page.next;
  }
}

async function withCustomer({ lookups }: WorklistSource, { overdueBase: _base, ...entry }: WorklistEntry): Promise<WorklistRow> {
  const { customerId } = accountParts(entry.accountId);
  const customer = await lookups.findCustomer(customerId);
  return { ...entry, customerId, customer: { name: customer?.name ?? '', phone: customer?.phone ?? '', email: customer?.email ?? '' } };
}

type Total = Omit<WorklistAmounts, 'oldestDueDate'>;
const totalled = ['open', 'overdue', 'disputed', 'withAgency'] as const;

function totalsOf(entries: readonly WorklistEntry[]): Total[] {
  const totals = new Map<string, Total>();
  for (const amounts of entries.flatMap((entry) => entry.amounts)) {
    const before = totals.get(amounts.currency);
    const { oldestDueDate: _day, ...own } = amounts;
    totals.set(amounts.currency, before === undefined ? own : { ...own, ...Object.fromEntries(totalled.map((name) => [name, sumOf(before[name], own[name], own.currency)])) });
  }
  return [...totals.values()].sort((left, right) => (left.currency < right.currency ? -1 : 1));
}

function sumOf(left: string, right: string, currency: string): string {
  const { digits } = knownCurrency(currency);
  return formatMinor(minorOf(left, digits) + minorOf(right, digits), digits);
}
