import { formatMinor, knownCurrency, parseAmount } from '#money';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { PaymentAllocated } from './account.events';
import { sourceOf, type AccountState, type OpenItem, type Source, type SourceKind } from './account.state';
import { allocatedAnswer, recordedAllocation, type AllocationAnswer } from './allocation-answer';
import { allocationEvent, byDueDate, itemsPerEventMax, payableOn, sameCurrencyPart, without, type PlannedPart, type Unapplied } from './allocation-plan';
import { ambiguousNumber, exceedsOpen, exceedsUnapplied } from './allocation-refusals';
import { settleAcross } from './settle-across';
import { findInvoice, hasOpen, invoicesNamed } from './find-invoice';
import { recall } from './repeated-request';
import { lowestFrom, type Lowest } from './timeline';

/** An item to pay, named by the invoice's id or document number. */
export interface NamedItem {
  readonly invoiceId: string;
  /** Default: all of them, oldest due first. */
  readonly instalment?: number;
  /** Default: as much as is open and the money allows. */
  readonly amount?: string;
  /**
   * The item is in another currency than the money: so much of it, in the item's currency, is settled by `amount` of
   * the money. Both are said; no rate stands between them.
   */
  readonly settles?: string;
}

/** A clerk applies a receipt or a credit to open items. The request id becomes the allocation id. */
export interface AllocatePayment {
  readonly accountId: string;
  readonly requestId: string;
  readonly inputHash: string;
  readonly source: { readonly kind: SourceKind; readonly id: string };
  /** Default: today. */
  readonly allocatedOn?: string;
  readonly today: string;
  readonly items: readonly NamedItem[];
}

export interface PaymentAllocatedAnswer extends AllocationAnswer {
  /** What was left of the receipt or credit after it. */
  readonly unapplied: string;
}

/**
 * Applies money to items on one date, all or nothing: for every day from then on, neither an item nor the money may
 * fall below zero.
 */
export function decideAllocatePayment(command: AllocatePayment, state: AccountState): Decision<PaymentAllocated, PaymentAllocatedAnswer> {
  const { accountId, requestId, inputHash } = command;
  const subject = { key: `allocation:${requestId}`, code: 'ALLOCATION.CONFLICT', what: `Allocation ${requestId}` };
  const known = recall(state.requests, subject, inputHash);
  const recorded = state.allocations.get(requestId);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (recorded !== undefined) {
    const { digits } = knownCurrency(recorded.source.currency);
    return accept([], { ...recordedAllocation(recorded), unapplied: formatMinor(recorded.unappliedAfter, digits) });
  }
  const source = sourceOf(state, command.source.kind, command.source.id);
  if (source === undefined) {
    const message = `${command.source.kind} ${command.source.id} is not in account ${accountId}; look up the account's unapplied money.`;
    return refuse(refusal('not-found', 'ALLOCATION.UNKNOWN_SOURCE', message, { source: command.source.id, accountId }));
  }
  const on = command.allocatedOn ?? command.today;
  const planned = planNamed(state, source, on, command.items);
  if ('code' in planned) {
    return refuse(planned);
  }
  const event = allocationEvent({ accountId, allocationId: requestId, source, rule: 'clerk' }, on, planned);
  const unapplied = planned.reduce((left, part) => left - part.amount, source.unapplied);
  return accept([event], { ...allocatedAnswer(event), unapplied: formatMinor(unapplied, knownCurrency(source.currency).digits) });
}

function planNamed(state: AccountState, source: Source, on: string, named: readonly NamedItem[]): PlannedPart[] | Refusal {
  const planned: PlannedPart[] = [];
  const seen = new Set<OpenItem>();
  const money = lowestFrom(source.timeline, on);
  let left = money.amount;
  let rest: Unapplied = source;
  for (const one of named) {
    const found = itemsOf(state, source, one);
    if ('code' in found) {
      return found;
    }
    const twice = found.find((item) => seen.has(item));
    if (twice !== undefined) {
      return refusal('invalid', 'ALLOCATION.ITEM_TWICE', `Instalment ${twice.instalment} of invoice ${twice.invoiceId} is named twice; name it once with the whole amount.`, {
        invoiceId: twice.invoiceId,
        instalment: twice.instalment,
      });
    }
    found.forEach((item) => seen.add(item));
    if (left <= 0n) {
      return exceedsUnapplied(source, on, 0n, money);
    }
    const parts = found[0]?.currency === source.currency ? takeNamed(source, on, found, { named: one, left, rest, money }) : settleAcross(source, on, found, { named: one, rest });
    if ('code' in parts) {
      return parts;
    }
    left = parts.reduce((after, part) => after - part.amount, left);
    rest = parts.reduce(without, rest);
    if (left < 0n) {
      return exceedsUnapplied(source, on, money.amount - left, money);
    }
    planned.push(...parts);
  }
  if (planned.length > itemsPerEventMax) {
    const message = `The allocation pays ${planned.length} instalments; one takes at most ${itemsPerEventMax}: split it.`;
    return refusal('invalid', 'ALLOCATION.TOO_MANY_ITEMS', message, { items: planned.length });
  }
  return planned.length > 0 ? planned : exceedsUnapplied(source, on, 0n, money);
}

function itemsOf(state: AccountState, source: Source, named: NamedItem): OpenItem[] | Refusal {
  const open = invoicesNamed(state, named.invoiceId).filter(hasOpen);
  if (open.length > 1) {
    return ambiguousNumber(named.invoiceId, open);
  }
  const invoice = open[0] ?? findInvoice(state, named.invoiceId);
  const items = invoice === undefined ? [] : byDueDate(invoice).filter(({ instalment }) => (named.instalment ?? instalment) === instalment);
  if (invoice === undefined || items.length === 0) {
    const which = named.instalment === undefined ? '' : `Instalment ${named.instalment} of `;
    return refusal('not-found', 'ALLOCATION.UNKNOWN_ITEM', `${which}Invoice ${named.invoiceId} is not in this account; name an invoice the account owes.`, {
      invoiceId: named.invoiceId,
    });
  }
  if (invoice.currency !== source.currency && (named.settles === undefined || named.amount === undefined)) {
    const message =
      `Invoice ${named.invoiceId} is in ${invoice.currency} and ${source.kind} ${source.id} in ${source.currency}; ` +
      `say both how much ${source.currency} is used (amount) and how much ${invoice.currency} it settles (settles).`;
    return refusal('invalid', 'ALLOCATION.CURRENCY', message, { invoiceId: named.invoiceId, source: source.id });
  }
  if (invoice.currency === source.currency && named.settles !== undefined) {
    const message = `Invoice ${named.invoiceId} is in ${invoice.currency} as ${source.kind} ${source.id} is; leave out "settles": the amount used is the amount settled.`;
    return refusal('invalid', 'ALLOCATION.SETTLES_SAME_CURRENCY', message, { invoiceId: named.invoiceId, source: source.id });
  }
  return items;
}

/** Takes what is asked of these items; as much as is open, up to what is left of the money, when no amount is asked. */
function takeNamed(
  source: Source,
  on: string,
  items: readonly OpenItem[],
  { named, left, rest: purse, money }: { readonly named: NamedItem; readonly left: bigint; readonly rest: Unapplied; readonly money: Lowest },
): PlannedPart[] | Refusal {
  const currency = knownCurrency(source.currency);
  let wished = left;
  if (named.amount !== undefined) {
    const parsed = parseAmount(named.amount, currency);
    if (!parsed.ok || parsed.money.minor <= 0n) {
      const why = parsed.ok ? `"${named.amount}" is not more than zero` : parsed.problem.message;
      return refusal('invalid', 'ALLOCATION.AMOUNT', `The amount for invoice ${named.invoiceId}: ${why}.`, { invoiceId: named.invoiceId });
    }
    wished = parsed.money.minor;
    if (wished > items.reduce((sum, item) => sum + payableOn(item, on), 0n)) {
      return exceedsOpen(items, on, wished);
    }
    // Before any part is taken: a share of money that is used up cannot be told.
    if (wished > left) {
      return exceedsUnapplied(source, on, money.amount - left + wished, money);
    }
  }
  const parts: PlannedPart[] = [];
  let unapplied = purse;
  let rest = wished;
  for (const item of items) {
    const payable = payableOn(item, on);
    const amount = payable < rest ? payable : rest;
    if (amount > 0n) {
      const part = sameCurrencyPart(item, amount, unapplied);
      unapplied = without(unapplied, part);
      parts.push({ ...part, on });
      rest -= amount;
    }
  }
  return parts.length === 0 ? exceedsOpen(items, on, wished) : parts;
}
