import { formatMinor, knownCurrency } from '#money';
import { addDays } from '../dates';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { promiseFor, withAgency } from '../reminders/spared';
import type { DirectDebitOrdered } from './care.events';
import { openItems, type AccountState, type OpenItem } from './account.state';
import { directDebitInFlight } from './direct-debit-in-flight';

/** A planned debit is claimed in the account it is to be collected from. */
export interface OrderDirectDebit {
  readonly accountId: string;
  readonly directDebitId: string;
  readonly batchId: string;
  readonly mandateId: string;
  /** The mandate may be used once. */
  readonly oneOff: boolean;
  readonly orderedOn: string;
  readonly collectionDate: string;
  readonly noticeDays: number;
}

export type DirectDebitAnswer = DirectDebitOrdered['data'];

/** SEPA direct debits are in euro. */
export const directDebitCurrency = 'EUR';

/** The largest amount of one direct debit in the scheme, in cents. */
const amountMinorMax = 99_999_999_999n;
const itemsMax = 1000;

/**
 * Collects, in one debit, what is due by the day of collection. It is decided on the account as it stands now: what was
 * paid, disputed or promised since the plan is not collected. Asked again, it answers what was claimed first.
 */
export function decideOrderDirectDebit(command: OrderDirectDebit, state: AccountState): Decision<DirectDebitOrdered, DirectDebitAnswer> {
  const { directDebitId, mandateId, oneOff } = command;
  const known = state.care.directDebits.get(directDebitId);
  if (known !== undefined) {
    return accept([], known.ordered);
  }
  const earlier = [...state.care.directDebits.values()].filter(({ ordered, ended }) => ordered.mandateId === mandateId && (ended === null || ended.outcome === 'collected'));
  if (oneOff && earlier.length > 0) {
    return refuse(refusal('conflict', 'MANDATE.USED', `Mandate ${JSON.stringify(mandateId)} lets us collect once, and did. Get another one.`, { mandateId }));
  }
  const items = fitting(collectableItems(state, command));
  if (items.length === 0) {
    return refuse(nothingDue(command));
  }
  const { digits } = knownCurrency(directDebitCurrency);
  const data: DirectDebitOrdered['data'] = {
    accountId: command.accountId,
    directDebitId,
    batchId: command.batchId,
    mandateId,
    sequence: oneOff ? 'OOFF' : earlier.length > 0 ? 'RCUR' : 'FRST',
    orderedOn: command.orderedOn,
    collectionDate: command.collectionDate,
    currency: directDebitCurrency,
    amount: formatMinor(items.reduce((sum, { open }) => sum + open, 0n), digits),
    items: items.map(({ invoiceId, instalment, documentNumber, open }) => ({ invoiceId, instalment, documentNumber, amount: formatMinor(open, digits) })),
  };
  return accept([{ type: 'DirectDebitOrdered', data }], data);
}

const nothingDue = ({ accountId, collectionDate }: OrderDirectDebit): Refusal =>
  refusal(
    'conflict',
    'DIRECT_DEBIT.NOTHING_DUE',
    `Nothing of account ${JSON.stringify(accountId)} is to be collected by ${collectionDate}: what is open is not due, or disputed, promised, with an agency or in flight.`,
    {
      accountId,
      collectionDate,
    },
  );

/** What may be collected on a day, oldest due first. */
export function collectableItems(state: AccountState, { collectionDate, orderedOn, noticeDays }: Pick<OrderDirectDebit, 'collectionDate' | 'orderedOn' | 'noticeDays'>): readonly OpenItem[] {
  const knownSince = addDays(collectionDate, -noticeDays);
  return [...openItems(state)]
    .filter((item) => item.currency === directDebitCurrency && item.open > 0n && item.dueDate <= collectionDate && item.issueDate <= knownSince)
    .filter((item) => mayCollect(state, item, orderedOn))
    .sort((left, right) => (left.dueDate < right.dueDate ? -1 : left.dueDate > right.dueDate ? 1 : left.order - right.order));
}

const mayCollect = (state: AccountState, item: OpenItem, day: string): boolean =>
  (state.invoices.get(item.invoiceId)?.disputeId ?? null) === null &&
  directDebitInFlight(state, item) === null &&
  withAgency(state, item) === null &&
  promiseFor(state, item, day) === null;

/** As many as one debit takes; the rest waits for the next batch. */
function fitting(items: readonly OpenItem[]): readonly OpenItem[] {
  const taken: OpenItem[] = [];
  let total = 0n;
  for (const item of items) {
    if (taken.length === itemsMax || total + item.open > amountMinorMax) {
      break;
    }
    taken.push(item);
    total += item.open;
  }
  return taken;
}

/** Whether a debit was claimed in the account, whatever became of it. */
export const knownDirectDebit = (state: AccountState, directDebitId: string): boolean => state.care.directDebits.has(directDebitId);
