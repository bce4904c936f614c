import { formatMinor, knownCurrency, minorOf } from '#money';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { whySpared, withAgency } from '../reminders/spared';
import { openItems, type AccountState, type OpenItem } from './account.state';
import type { HandedToCollections, RecalledFromCollections } from './care.events';
import { compareDue } from './due-queue';
import { findInvoice } from './find-invoice';
import { recall } from './repeated-request';
import { balanceOn } from './timeline';

/** An agency is to collect what is open; we remind of it no more. */
export interface HandOverToCollections {
  readonly accountId: string;
  readonly handoverId: string;
  readonly inputHash: string;
  readonly agency: string;
  /** Default: today. */
  readonly handedOverOn?: string;
  readonly today: string;
  readonly currency: string;
  /** Invoice ids or document numbers; default: everything overdue in the currency that nothing speaks against. */
  readonly invoiceIds?: readonly string[];
  /** Also what is disputed, promised or being collected; the reason says why. */
  readonly override?: boolean;
  readonly reason: string;
}

export interface HandOverAnswer {
  readonly handoverId: string;
  readonly agency: string;
  readonly handedOverOn: string;
  readonly currency: string;
  readonly items: HandedToCollections['data']['items'];
  /** Sum of the items. */
  readonly total: string;
  readonly recalled: boolean;
}

const itemsMax = 1000;

export function decideHandOver(command: HandOverToCollections, state: AccountState): Decision<HandedToCollections, HandOverAnswer> {
  const { accountId, handoverId, agency, currency, reason } = command;
  const known = recall(state.requests, { key: `hand-over:${handoverId}`, code: 'HAND_OVER.CONFLICT', what: `Hand-over ${handoverId}` }, command.inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  const recorded = state.care.handOvers.get(handoverId);
  if (recorded !== undefined) {
    return accept([], handOverAnswer(recorded.handed, false));
  }
  const handedOverOn = command.handedOverOn ?? command.today;
  if (handedOverOn > command.today) {
    const message = `Hand-over ${handoverId} cannot be on ${handedOverOn}; today is ${command.today}.`;
    return refuse(refusal('invalid', 'HAND_OVER.FUTURE', message, { handoverId, handedOverOn, today: command.today }));
  }
  const chosen = command.invoiceIds === undefined ? overdue(command, state, handedOverOn) : named(command, command.invoiceIds, state, handedOverOn);
  if ('code' in chosen) {
    return refuse(chosen);
  }
  if (chosen.items.length === 0 || chosen.items.length > itemsMax) {
    const message = `Account ${accountId} has ${chosen.items.length} items in ${currency} to hand over on ${handedOverOn}; name 1 to ${itemsMax} that are open and with no agency.`;
    return refuse(refusal('conflict', 'HAND_OVER.NOTHING_OPEN', message, { accountId, currency, items: chosen.items.length }));
  }
  const { digits } = knownCurrency(currency);
  const items = chosen.items.map((item) => ({
    invoiceId: item.invoiceId, instalment: item.instalment, documentNumber: item.documentNumber, amount: formatMinor(openOn(item, handedOverOn), digits),
  }));
  const data = { accountId, handoverId, agency, handedOverOn, currency, items, reason, ...(chosen.overridden ? { overridden: true } : {}) };
  return accept([{ type: 'HandedToCollections', data }], handOverAnswer(data, false));
}

export function handOverAnswer({ handoverId, agency, handedOverOn, currency, items }: HandedToCollections['data'], recalled: boolean): HandOverAnswer {
  const { digits } = knownCurrency(currency);
  const minor = items.reduce((sum, { amount }) => sum + minorOf(amount, digits), 0n);
  return { handoverId, agency, handedOverOn, currency, items, total: formatMinor(minor, digits), recalled };
}

interface Chosen {
  readonly items: readonly OpenItem[];
  readonly overridden: boolean;
}

const openOn = (item: OpenItem, day: string): bigint => {
  const then = item.issueDate > day ? 0n : balanceOn(item.timeline, day);
  return then < item.open ? then : item.open;
};

function overdue({ currency, override }: HandOverToCollections, state: AccountState, day: string): Chosen {
  const late = [...openItems(state)].filter((item) => item.currency === currency && item.dueDate < day && openOn(item, day) > 0n && withAgency(state, item) === null);
  const objections = late.filter((item) => speaksAgainst(state, item, day) !== null);
  const items = late.filter((item) => override === true || !objections.includes(item)).sort(compareDue);
  return { items, overridden: override === true && objections.length > 0 };
}

function named(command: HandOverToCollections, names: readonly string[], state: AccountState, day: string): Chosen | Refusal {
  const items: OpenItem[] = [];
  let overridden = false;
  for (const name of new Set(names)) {
    const invoice = findInvoice(state, name);
    const open = (invoice?.items ?? []).filter((item) => item.currency === command.currency && openOn(item, day) > 0n && !items.includes(item));
    const fault = refuseNamed(command, name, open, state);
    if (fault !== null) {
      return fault;
    }
    const objection = open.map((item) => speaksAgainst(state, item, day)).find((one) => one !== null) ?? null;
    if (objection !== null && command.override !== true) {
      const message = `Invoice ${name} is not handed over: ${objection}. Settle that first, or send override with the reason.`;
      return refusal('conflict', 'HAND_OVER.OBJECTION', message, { accountId: command.accountId, invoiceId: name });
    }
    overridden ||= objection !== null;
    items.push(...open);
  }
  return { items: items.sort(compareDue), overridden };
}

function refuseNamed({ accountId, currency }: HandOverToCollections, name: string, open: readonly OpenItem[], state: AccountState): Refusal | null {
  if (open.length === 0) {
    const message = `Invoice ${name} has nothing open in ${currency} in account ${accountId}; name open invoices.`;
    return refusal('not-found', 'HAND_OVER.UNKNOWN_INVOICE', message, { accountId, invoiceId: name });
  }
  const handoverId = open.map((item) => withAgency(state, item)).find((one) => one !== null);
  return handoverId === undefined || handoverId === null
    ? null
    : refusal('conflict', 'HAND_OVER.WITH_AGENCY', `Invoice ${name} is with an agency already, by hand-over ${handoverId}; recall that first.`, { invoiceId: name, handoverId });
}

/** Disputed, promised or being collected: an agency would collect what is not owed, or not yet. */
function speaksAgainst(state: AccountState, item: OpenItem, day: string): string | null {
  const spared = whySpared({ ...state, held: null }, { ...item, remind: true }, day);
  return spared === null ? null : `${spared.why} (${spared.detail})`;
}

export interface RecallFromAgency {
  readonly accountId: string;
  readonly handoverId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** Default: today. */
  readonly recalledOn?: string;
  readonly today: string;
  readonly reason: string;
}

/** The agency collects no more; what is open is reminded of again. */
export function decideRecallFromCollections(command: RecallFromAgency, state: AccountState): Decision<RecalledFromCollections, HandOverAnswer> {
  const { accountId, handoverId, requestId, reason } = command;
  const known = recall(state.requests, { key: `recall:${requestId}`, code: 'HAND_OVER.RECALL_CONFLICT', what: `Recall ${requestId}` }, command.inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  const handOver = state.care.handOvers.get(handoverId);
  if (handOver === undefined) {
    return refuse(unknownHandOver(accountId, handoverId));
  }
  if (known.kind === 'repeated') {
    return accept([], handOverAnswer(handOver.handed, true));
  }
  if (handOver.recalled !== null) {
    const message = `Hand-over ${handoverId} was recalled on ${handOver.recalled.recalledOn}; nothing is to be done.`;
    return refuse(refusal('conflict', 'HAND_OVER.RECALLED', message, { handoverId, recalledOn: handOver.recalled.recalledOn }));
  }
  const recalledOn = command.recalledOn ?? command.today;
  if (recalledOn < handOver.handed.handedOverOn || recalledOn > command.today) {
    const message = `Hand-over ${handoverId} of ${handOver.handed.handedOverOn} cannot be recalled on ${recalledOn}; take a day from then through ${command.today}.`;
    return refuse(refusal('invalid', 'HAND_OVER.RECALL_DAY', message, { handoverId, recalledOn }));
  }
  return accept([{ type: 'RecalledFromCollections', data: { accountId, handoverId, requestId, recalledOn, reason } }], handOverAnswer(handOver.handed, true));
}

export const unknownHandOver = (accountId: string, handoverId: string): Refusal =>
  refusal('not-found', 'HAND_OVER.UNKNOWN', `Hand-over ${handoverId} is not in account ${accountId}; look up the account's hand-overs.`, { accountId, handoverId });
