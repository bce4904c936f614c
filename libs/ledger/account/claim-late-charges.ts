import { formatMinor, knownCurrency, minorOf, roundToMoney, type RoundingMode } from '#money';
import { addDays } from '../dates';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { AccountState, EnteredInvoice, OpenItem } from './account.state';
import { findInvoice } from './find-invoice';
import { interestOver } from './interest';
import type { LateChargeClaimed } from './late-charge.events';
import { recall } from './repeated-request';
import { balanceOn } from './timeline';

/** A fee, once per invoice, and interest over the overdue days that were not charged before. */
export interface ClaimLateCharges {
  readonly accountId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** Invoice id or document number; default: every overdue invoice of the account that is open and not disputed. */
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
  const invoices = named === undefined ? overdueInvoices(state, through) : [named];
  const head = { accountId, requestId, claimedOn: today, through };
  const charges = invoices.slice(0, invoicesMax).flatMap((invoice) => [...feeOn(invoice, state, terms, head), ...interestOn(invoice, state, terms, head)]);
  const events = charges.map((data): LateChargeClaimed => ({ type: 'LateChargeClaimed', data }));
  return accept(events, { through, charges, more: invoices.length > invoicesMax });
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

/** Waiting for money and past due, oldest due first. */
function overdueInvoices(state: AccountState, through: string): EnteredInvoice[] {
  const found = new Set<EnteredInvoice>();
  for (const queue of state.queues.values()) {
    for (const item of queue) {
      const invoice = state.invoices.get(item.invoiceId);
      if (item.dueDate < through && invoice !== undefined && invoice.isCharge !== true && invoice.isDebit !== true) {
        found.add(invoice);
      }
    }
  }
  return [...found];
}

type Head = Pick<LateChargeClaimed['data'], 'accountId' | 'requestId' | 'claimedOn' | 'through'>;

/** Whether the item was still open when its grace days were over. */
function isLate(item: OpenItem, graceDays: number, through: string): boolean {
  const firstLate = addDays(item.dueDate, graceDays + 1);
  return firstLate <= through && item.issueDate <= firstLate && balanceOn(item.timeline, firstLate) > 0n;
}

function feeOn(invoice: EnteredInvoice, state: AccountState, terms: LateChargeTerms, head: Head): LateChargeClaimed['data'][] {
  const late = invoice.items.find((item) => isLate(item, terms.graceDays, head.through));
  const { invoiceId } = invoice;
  // The fee of a reminder letter is for the letter, this one for being late.
  const before = [...state.charges.values()].some(
    ({ aboutInvoiceId, purpose, reminderId }) => aboutInvoiceId === invoiceId && purpose === 'late-fee' && reminderId === undefined,
  );
  if (late === undefined || terms.fee === null || before) {
    return [];
  }
  const { digits } = knownCurrency(late.baseCurrency);
  const fee = minorOf(terms.fee, digits);
  return fee === 0n ? [] : [claim(invoice, terms, head, { purpose: 'late-fee', currency: late.baseCurrency, amount: formatMinor(fee, digits) })];
}

function interestOn(invoice: EnteredInvoice, state: AccountState, terms: LateChargeTerms, head: Head): LateChargeClaimed['data'][] {
  const { invoiceId, currency } = invoice;
  const percent = terms.interestPercent;
  const late = invoice.items.filter((item) => isLate(item, terms.graceDays, head.through));
  const before = [...state.charges.values()].filter(({ aboutInvoiceId, purpose }) => aboutInvoiceId === invoiceId && purpose === 'interest');
  const charged = before.reduce((last, { through }) => (through > last ? through : last), '');
  const starts = late.map(({ dueDate }) => addDays(dueDate, 1)).sort();
  const earliest = starts[0];
  if (percent === null || earliest === undefined || charged >= head.through) {
    return [];
  }
  const from = charged >= earliest ? addDays(charged, 1) : earliest;
  const exact = late.map((item) => interestOver(item, { from, through: head.through, percent }));
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
