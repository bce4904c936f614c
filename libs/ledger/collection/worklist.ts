import { formatMinor, knownCurrency } from '#money';
import type { AccountState, Letter, OpenItem } from '../account/account.state';
import { promiseStanding } from '../account/promise-standing';
import { cameBack } from '../account/reminder-bounce';
import { balanceOn } from '../account/timeline';
import { daysBetween } from '../dates';
import type { ContactLogged } from './collection.events';
import { itemKey, type CollectionState } from './collection.state';

/** Why somebody is to be called, the most pressing first: the order of the worklist. */
export const worklistReasons = [
  'broken-promise', 'follow-up', 'hand-over-proposed', 'final-notice-passed', 'large-overdue', 'no-contact', 'dispute-unanswered',
] as const;
export type WorklistReasonKind = (typeof worklistReasons)[number];

export interface WorklistReason {
  readonly kind: WorklistReasonKind;
  /** The day it arose. */
  readonly since: string;
  readonly detail: string;
}

/** Amounts of one currency as fixed-scale text. */
export interface WorklistAmounts {
  readonly currency: string;
  readonly open: string;
  /** Past due, neither disputed nor with an agency. */
  readonly overdue: string;
  readonly disputed: string;
  readonly withAgency: string;
  readonly oldestDueDate: string | null;
}

export interface WorklistEntry {
  readonly accountId: string;
  /** 1 is the most pressing: the place of its first reason in the stated order. */
  readonly priority: number;
  readonly reasons: readonly WorklistReason[];
  readonly amounts: readonly WorklistAmounts[];
  /** Minor units of base currency: what orders accounts of one priority. */
  readonly overdueBase: bigint;
  /** The last ones, newest first. */
  readonly contacts: readonly ContactLogged['data'][];
  readonly promises: readonly { readonly promiseId: string; readonly promisedFor: string; readonly currency: string; readonly amount: string; readonly status: string }[];
}

export interface WorklistAsked {
  readonly asOf: string;
  /** Overdue for so much or more, in minor units of base currency, is large. */
  readonly largeFrom: bigint;
  /** Documents that came back, by invoice id or other document id. Default: none. */
  readonly bounces?: readonly Bounce[];
}

/** A document that was sent and came back. */
export interface Bounce {
  readonly documentId: string;
  readonly sentOn: string;
  readonly detail: string;
}

/** So many days after a final notice, or a dispute, without payment or word, somebody has to act. */
export const patienceDays = 7;
const contactsShown = 3;

/**
 * Whether somebody is to speak with this debtor on a day, and why; null: not. Who was reached or tried that very day,
 * or is to be followed up on a later one, waits until then, unless a promise was broken since.
 */
export function worklistEntry(accountId: string, state: AccountState, collection: CollectionState, asked: WorklistAsked): WorklistEntry | null {
  const { asOf } = asked;
  const view = viewOf(state, collection, asOf);
  const reasons = [
    ...brokenPromises(state, view, asOf),
    ...(waits(view, asOf)
      ? []
      : [
          ...followUp(view, asOf),
          ...letterReasons(state, view, asOf),
          ...largeOverdue(view, asked),
          ...noContact(state, collection, view, asOf),
          ...bounced(view, asked),
          ...disputes(state, view, asOf),
        ]),
  ].sort((left, right) => rankOf(left) - rankOf(right) || (left.since < right.since ? -1 : 1));
  const [first] = reasons;
  if (first === undefined || view.items.length === 0) {
    return null;
  }
  const promises = [...state.care.promises.values()]
    .filter(({ given }) => given.givenOn <= asOf)
    .map((promised) => ({ ...promised.given, status: promiseStanding(state, promised, asOf).status }))
    .map(({ promiseId, promisedFor, currency, amount, status }) => ({ promiseId, promisedFor, currency, amount, status }));
  return {
    accountId, priority: rankOf(first) + 1, reasons, amounts: amountsOf(view), overdueBase: view.overdueBase,
    contacts: view.contacts.slice(0, contactsShown), promises,
  };
}

/** By priority, then by what is overdue in base currency, largest first, then by account. */
export const compareEntries = (left: WorklistEntry, right: WorklistEntry): number =>
  left.priority - right.priority || Number(right.overdueBase > left.overdueBase) - Number(right.overdueBase < left.overdueBase) || (left.accountId < right.accountId ? -1 : 1);

const rankOf = ({ kind }: WorklistReason): number => worklistReasons.indexOf(kind);

interface Owed {
  readonly item: OpenItem;
  readonly open: bigint;
  readonly disputed: boolean;
  readonly withAgency: boolean;
  readonly overdue: boolean;
}

interface View {
  /** Open at the end of the day. */
  readonly items: readonly Owed[];
  readonly overdueBase: bigint;
  /** Up to the day, newest first. */
  readonly contacts: readonly ContactLogged['data'][];
}

function viewOf(state: AccountState, collection: CollectionState, asOf: string): View {
  const disputed = new Set([...state.disputes.values()].filter((one) => one.openedOn <= asOf && (one.resolvedOn ?? '9999') > asOf).map(({ invoiceId }) => invoiceId));
  const agency = new Set(
    [...state.care.handOvers.values()]
      .filter(({ handed, recalled }) => handed.handedOverOn <= asOf && (recalled?.recalledOn ?? '9999') > asOf)
      .flatMap(({ handed }) => handed.items.map(itemKey)),
  );
  const items: Owed[] = [];
  let overdueBase = 0n;
  for (const { items: parts } of state.invoices.values()) {
    for (const item of parts) {
      const open = item.issueDate > asOf ? 0n : balanceOn(item.timeline, asOf);
      if (open > 0n) {
        const owed = { item, open, disputed: disputed.has(item.invoiceId), withAgency: agency.has(itemKey(item)) };
        const overdue = item.dueDate < asOf && !owed.disputed && !owed.withAgency;
        items.push({ ...owed, overdue });
        overdueBase += overdue && item.amount > 0n ? (item.baseAmount * open) / item.amount : 0n;
      }
    }
  }
  const contacts = [...collection.contacts.values()].map(({ logged }) => logged).filter(({ contactedOn }) => contactedOn <= asOf);
  return { items, overdueBase, contacts: contacts.reverse().sort((left, right) => (left.contactedOn === right.contactedOn ? 0 : left.contactedOn > right.contactedOn ? -1 : 1)) };
}

function waits({ contacts: [last] }: View, asOf: string): boolean {
  return last !== undefined && (last.contactedOn === asOf || (last.followUpOn ?? '') > asOf) && (last.followUpOn ?? '') !== asOf;
}

/** Broken since the last word with the debtor. */
function brokenPromises(state: AccountState, { contacts: [last] }: View, asOf: string): WorklistReason[] {
  return [...state.care.promises.values()].flatMap((promised) => {
    const { promiseId, promisedFor, currency, givenOn } = promised.given;
    const standing = promiseStanding(state, promised, asOf);
    const spokenSince = last !== undefined && last.contactedOn > promisedFor && (last.followUpOn ?? '') !== asOf;
    if (givenOn > asOf || standing.status !== 'broken' || standing.missing === 0n || spokenSince) {
      return [];
    }
    const missing = formatMinor(standing.missing, knownCurrency(currency).digits);
    return [{ kind: 'broken-promise' as const, since: promisedFor, detail: `promise ${promiseId}: ${missing} ${currency} missing since ${promisedFor}` }];
  });
}

function followUp({ contacts: [last] }: View, asOf: string): WorklistReason[] {
  return last?.followUpOn !== undefined && last.followUpOn <= asOf
    ? [{ kind: 'follow-up', since: last.followUpOn, detail: `contact ${last.contactId} of ${last.contactedOn} (${last.outcome}) to be followed up` }]
    : [];
}

/** What the letters that went out by then ask of a person, where something of them is still open. */
function letterReasons(state: AccountState, view: View, asOf: string): WorklistReason[] {
  const due = new Set(view.items.filter(({ overdue }) => overdue).map(({ item }) => item));
  const letters = [...state.letters.values()].filter((letter) => letter.outcome === 'sent' && letter.runDate <= asOf && letter.items.some(({ item }) => due.has(item)));
  const proposed = letters.filter(({ due: { actions = [] } }) => actions.includes('propose-hand-over'));
  const final = letters.filter(({ due: { level }, runDate }) => level === 'final-notice' && daysBetween(runDate, asOf) >= patienceDays);
  return [
    ...proposed.slice(-1).map((letter) => letterReason('hand-over-proposed', letter, 'proposes to hand over to an agency')),
    ...final.slice(-1).map((letter) => letterReason('final-notice-passed', letter, `was the final notice, ${daysBetween(letter.runDate, asOf)} days ago`)),
  ];
}

const letterReason = (kind: WorklistReasonKind, { reminderId, runDate }: Letter, what: string): WorklistReason => ({
  kind, since: runDate, detail: `letter ${reminderId} ${what}`,
});

function largeOverdue({ overdueBase, items, contacts: [last] }: View, { largeFrom, asOf }: WorklistAsked): WorklistReason[] {
  const late = items.filter(({ overdue }) => overdue).map(({ item }) => item);
  const oldest = late.map(({ dueDate }) => dueDate).sort()[0];
  const spokenLately = last !== undefined && daysBetween(last.contactedOn, asOf) < patienceDays;
  if (oldest === undefined || overdueBase < largeFrom || spokenLately) {
    return [];
  }
  const { baseCurrency } = late[0] as OpenItem;
  return [{ kind: 'large-overdue', since: oldest, detail: `${formatMinor(overdueBase, knownCurrency(baseCurrency).digits)} ${baseCurrency} overdue, oldest due ${oldest}` }];
}

/** Letters cannot reach the debtor, failed, or nobody knows whether they went. */
function noContact(state: AccountState, collection: CollectionState, { items }: View, asOf: string): WorklistReason[] {
  const reasons: WorklistReason[] = [];
  const skip = items.map(({ item }) => collection.lastSkips.get(itemKey(item))).find((one) => one?.why === 'no-contact' && one.runDate <= asOf);
  if (skip !== undefined) {
    reasons.push({ kind: 'no-contact', since: skip.runDate, detail: skip.detail });
  }
  const open = new Set(items.map(({ item }) => item));
  const lost = [...state.letters.values()].findLast(
    (letter) => isLost(letter) && letter.repeatedBy === undefined && letter.runDate <= asOf && letter.items.some(({ item }) => open.has(item)),
  );
  if (lost !== undefined && isLastWord(state, lost)) {
    reasons.push({ kind: 'no-contact', since: lost.runDate, detail: `letter ${lost.reminderId} ${whatBecameOf(lost)}` });
  }
  return reasons;
}

/** What is still owed was sent and came back. */
function bounced({ items }: View, { asOf, bounces = [] }: WorklistAsked): WorklistReason[] {
  const open = new Map(items.map(({ item }) => [item.invoiceId, item.documentNumber]));
  const last = bounces.filter(({ documentId, sentOn }) => sentOn <= asOf && open.has(documentId)).slice(-1);
  return last.map(({ documentId, sentOn, detail }) => ({ kind: 'no-contact', since: sentOn, detail: `invoice ${open.get(documentId) ?? documentId} came back: ${detail}` }));
}

const isLost = (letter: Letter): boolean => letter.outcome === 'due' || letter.outcome === 'failed' || cameBack(letter);

function whatBecameOf(lost: Letter): string {
  if (lost.bounced !== undefined && cameBack(lost)) {
    return `came back: ${lost.bounced.reason}`;
  }
  return lost.outcome === 'due' ? 'is unconfirmed: resolve it' : `failed: ${lost.why ?? ''}`;
}

/** No later letter went out, and stayed out. */
const isLastWord = (state: AccountState, lost: Letter): boolean =>
  ![...state.letters.values()].some((letter) => letter.outcome === 'sent' && !cameBack(letter) && letter.runDate > lost.runDate);

function disputes(state: AccountState, { items, contacts: [last] }: View, asOf: string): WorklistReason[] {
  const open = new Set(items.map(({ item }) => item.invoiceId));
  return [...state.disputes.values()].flatMap(({ disputeId, invoiceId, openedOn, resolvedOn }) => {
    const quiet = daysBetween(openedOn, asOf) >= patienceDays && (last === undefined || last.contactedOn < openedOn);
    return openedOn <= asOf && (resolvedOn ?? '9999') > asOf && quiet && open.has(invoiceId)
      ? [{ kind: 'dispute-unanswered' as const, since: openedOn, detail: `dispute ${disputeId} of invoice ${invoiceId}, no word since` }]
      : [];
  });
}

function amountsOf({ items }: View): WorklistAmounts[] {
  const currencies = [...new Set(items.map(({ item }) => item.currency))].sort();
  return currencies.map((currency) => {
    const own = items.filter(({ item }) => item.currency === currency);
    const { digits } = knownCurrency(currency);
    const total = (counts: (owed: Owed) => boolean): string => formatMinor(own.filter(counts).reduce((sum, { open }) => sum + open, 0n), digits);
    return {
      currency,
      open: total(() => true),
      overdue: total(({ overdue }) => overdue),
      disputed: total(({ disputed }) => disputed),
      withAgency: total(({ withAgency }) => withAgency),
      oldestDueDate: own.filter(({ overdue }) => overdue).map(({ item }) => item.dueDate).sort()[0] ?? null,
    };
  });
}
