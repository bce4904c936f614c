import { formatMinor, knownCurrency, minorOf, roundToMoney, type RoundingMode } from '#money';
import { addDays } from '../dates';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { AccountState, EnteredInvoice } from './account.state';
import { findInvoice } from './find-invoice';
import { interestOver } from './interest';
import type { LateChargeClaimed } from './late-charge.events';
import { owedOfItems, owedOn, type OwedOfItem } from './owed-amounts';
import { recall } from './repeated-request';

/** A fee, once per invoice, and interest over the overdue days that were not charged before. */
export interface ClaimLateCharges {
  readonly accountId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** Invoice id or document number; default: every invoice of the account that is or was overdue, paid since or not, and is not disputed. */
  readonly invoiceId?: string;
  /** Last day charged; default: today. */
  readonly through?: string;
  readonly today: string;
}

/** What the legal entity charges. */
export interface LateChargeTerms {
  /** In base currency; null: none. */
  readonly fee: string | null;
  /** Yearly, by day, actual/365; null: none. */
  readonly interestPercent: string | null;
  /** An item paid within so many days after its due date is charged nothing; after them, from its due date on. */
  readonly graceDays: number;
  readonly mode: RoundingMode;
  /** The sale that bills a charge, made from the invoice and the day charged through. */
  readonly saleIdOf: (purpose: Purpose, invoiceId: string, through: string) => string;
}

type Purpose = LateChargeClaimed['data']['purpose'];

export interface LateChargesClaimedAnswer {
  readonly through: string;
  readonly charges: readonly LateChargeClaimed['data'][];
  /** More invoices are overdue than one request charges: ask again, with a new request. */
  readonly more: boolean;
}

const invoicesMax = 250;

export function decideClaimLateCharges(command: ClaimLateCharges, state: AccountState, terms: LateChargeTerms): Decision<LateChargeClaimed, LateChargesClaimedAnswer> {
  const { accountId, requestId, today, invoiceId } = command;
  const through = command.through ?? today;
  const subject = { key: `late-charges:${requestId}`, code: 'LATE_CHARGE.CONFLICT', what: `Request ${requestId}` };
  const known = recall(state.requests, subject, command.inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (known.kind === 'repeated') {
    const charges = [...state.charges.values()].filter((charge) => charge.requestId === requestId);
    return accept([], { through: charges[0]?.through ?? through, charges, more: false });
  }
  const named = invoiceId === undefined ? undefined : findInvoice(state, invoiceId);
  const unfit = whyNot(command, through, named);
  if (unfit !== null) {
    return refuse(unfit);
  }
  const head = { accountId, requestId, claimedOn: today, through };
  const { charges, more } = chargesOn(named === undefined ? dueInvoices(state, through) : [named], state, terms, head);
  const events = charges.map((data): LateChargeClaimed => ({ type: 'LateChargeClaimed', data }));
  return accept(events, { through, charges, more });
}

function whyNot({ accountId, invoiceId, today }: ClaimLateCharges, through: string, named: EnteredInvoice | undefined): Refusal | null {
  if (through > today) {
    const message = `Late charges can be claimed through ${today}, not through ${through}: nobody knows yet what will be open then.`;
    return refusal('invalid', 'LATE_CHARGE.FUTURE', message, { accountId, through, today });
  }
  if (invoiceId !== undefined && (named === undefined || named.isCharge === true || named.isDebit === true)) {
    const message = `Invoice ${invoiceId} is no invoice of account ${accountId} that late charges are made on; name an overdue one.`;
    return refusal('not-found', 'LATE_CHARGE.UNKNOWN_INVOICE', message, { accountId, invoiceId });
  }
  return null;
}

/** Past due and not disputed, oldest due first; what was paid late is charged as well, and what was never late bears nothing. */
function dueInvoices(state: AccountState, through: string): EnteredInvoice[] {
  const firstDue = ({ items }: EnteredInvoice): string => items.reduce((first, { dueDate }) => (dueDate < first ? dueDate : first), items[0]?.dueDate ?? '');
  return [...state.invoices.values()]
    .filter((invoice) => invoice.isCharge !== true && invoice.isDebit !== true && invoice.disputeId === null && firstDue(invoice) < through)
    .map((invoice) => ({ invoice, due: firstDue(invoice) }))
    .sort((left, right) => (left.due < right.due ? -1 : left.due > right.due ? 1 : 0))
    .map(({ invoice }) => invoice);
}

type Claimed = LateChargeClaimed['data'];

/** The charges on as many invoices as one request takes; an invoice that bears nothing takes no place. */
function chargesOn(invoices: readonly EnteredInvoice[], state: AccountState, terms: LateChargeTerms, head: Head): { readonly charges: readonly Claimed[]; readonly more: boolean } {
  const charged: Claimed[][] = [];
  const before = chargesBefore(state);
  for (const invoice of invoices) {
    const late = owedOfItems(state, invoice).filter((owed) => isLate(owed, terms.graceDays, head.through));
    const on: Late = { invoice, late, before: before.get(invoice.invoiceId) ?? [] };
    const found = [...feeOn(on, terms, head), ...interestOn(on, terms, head)];
    if (found.length > 0 && charged.length === invoicesMax) {
      return { charges: charged.flat(), more: true };
    }
    charged.push(...(found.length === 0 ? [] : [found]));
  }
  return { charges: charged.flat(), more: false };
}

function chargesBefore(state: AccountState): ReadonlyMap<string, readonly Claimed[]> {
  const before = new Map<string, Claimed[]>();
  for (const charge of state.charges.values()) {
    before.set(charge.aboutInvoiceId, [...(before.get(charge.aboutInvoiceId) ?? []), charge]);
  }
  return before;
}

/** An invoice with what of it was late, and what was charged on it before. */
interface Late {
  readonly invoice: EnteredInvoice;
  readonly late: readonly OwedOfItem[];
  readonly before: readonly Claimed[];
}

type Head = Pick<LateChargeClaimed['data'], 'accountId' | 'requestId' | 'claimedOn' | 'through'>;

/** Whether something of the item was still owed when its grace days were over. */
function isLate(owed: OwedOfItem, graceDays: number, through: string): boolean {
  const { item } = owed;
  const firstLate = addDays(item.dueDate, graceDays + 1);
  return firstLate <= through && item.issueDate <= firstLate && owedOn(owed, firstLate) > 0n;
}

function feeOn({ invoice, late: [late], before }: Late, terms: LateChargeTerms, head: Head): Claimed[] {
  // The fee of a reminder letter is for the letter, this one for being late.
  const isCharged = before.some(({ purpose, reminderId }) => purpose === 'late-fee' && reminderId === undefined);
  if (late === undefined || terms.fee === null || isCharged) {
    return [];
  }
  const { baseCurrency } = late.item;
  const { digits } = knownCurrency(baseCurrency);
  const fee = minorOf(terms.fee, digits);
  return fee === 0n ? [] : [claim(invoice, terms, head, { purpose: 'late-fee', currency: baseCurrency, amount: formatMinor(fee, digits) })];
}

function interestOn({ invoice, late, before }: Late, terms: LateChargeTerms, head: Head): Claimed[] {
  const { currency } = invoice;
  const percent = terms.interestPercent;
  const charged = before.reduce((last, { purpose, through }) => (purpose === 'interest' && through > last ? through : last), '');
  const starts = late.map(({ item }) => addDays(item.dueDate, 1)).sort();
  const earliest = starts[0];
  if (percent === null || earliest === undefined || charged >= head.through) {
    return [];
  }
  const from = charged >= earliest ? addDays(charged, 1) : earliest;
  const exact = late.map((owed) => interestOver(owed, { from, through: head.through, percent }));
  const amount = roundToMoney(exact.reduce((sum, one) => sum.plus(one)), knownCurrency(currency), terms.mode);
  if (amount.minor <= 0n) {
    return [];
  }
  const text = formatMinor(amount.minor, amount.currency.digits);
  return [claim(invoice, terms, head, { purpose: 'interest', currency, amount: text, from, percent })];
}

type Charged = Pick<LateChargeClaimed['data'], 'purpose' | 'currency' | 'amount' | 'from' | 'percent'>;

const claim = ({ invoiceId, documentNumber }: EnteredInvoice, { saleIdOf }: LateChargeTerms, head: Head, charged: Charged): LateChargeClaimed['data'] => ({
  ...head, saleId: saleIdOf(charged.purpose, invoiceId, head.through), aboutInvoiceId: invoiceId, documentNumber, ...charged,
});
