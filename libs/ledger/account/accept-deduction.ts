import { knownCurrency, parseAmount, type RoundingMode } from '#money';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { AccountState, EnteredInvoice, OpenItem } from './account.state';
import { byDueDate, payableOn } from './allocation-plan';
import { shareOfLeft } from './base-share';
import type { DeductionAccepted } from './correction.events';
import { beyondOpen } from './correction-refusals';
import { deductionLimit, type DeductionLimit } from './deduction-limit';
import { findInvoice } from './find-invoice';
import { textsOf } from './minors';
import { recall } from './repeated-request';
import { sharesOf, type InvoiceTaxes } from './tax-share';

export type DeductionKind = DeductionAccepted['data']['kind'];

/** What an invoice is short of is accepted as settled. */
export interface AcceptDeduction {
  readonly accountId: string;
  readonly deductionId: string;
  readonly inputHash: string;
  readonly kind: DeductionKind;
  /** Invoice id or document number. */
  readonly invoiceId: string;
  /** Default: the first that is open, oldest due first. */
  readonly instalment?: number;
  /** Default: early-payment discount as far as the terms allow, tolerance all that is open; else it has to be said. */
  readonly amount?: string;
  /** Default: today. */
  readonly acceptedOn?: string;
  readonly today: string;
  /** The receipt that came short by it: its value date decides whether it was early, and its bounce takes this back. */
  readonly paymentId?: string;
  /** Goes beyond the terms or the tolerance; the reason says why. */
  readonly override?: boolean;
  readonly reason: string;
}

export interface DeductionFacts {
  /** The invoice's document; null: it has none that is known here. */
  readonly document: InvoiceTaxes | null;
  /** Largest small difference, in base currency; null: none. */
  readonly tolerance: string | null;
  readonly mode: RoundingMode;
}

export interface DeductionAcceptedAnswer {
  readonly deductionId: string;
  readonly invoiceId: string;
  readonly instalment: number;
  readonly acceptedOn: string;
  readonly currency: string;
  readonly amount: string;
  readonly taxes: DeductionAccepted['data']['taxes'];
}

export function decideAcceptDeduction(
  command: AcceptDeduction,
  state: AccountState,
  facts: DeductionFacts,
): Decision<DeductionAccepted, DeductionAcceptedAnswer> {
  const { deductionId } = command;
  const subject = { key: `deduction:${deductionId}`, code: 'DEDUCTION.CONFLICT', what: `Deduction ${deductionId}` };
  const known = recall(state.requests, subject, command.inputHash);
  const recorded = state.deductions.get(deductionId);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (recorded !== undefined) {
    return accept([], deductionAnswer(recorded.data));
  }
  const event = planDeduction(command, state, facts);
  return 'code' in event ? refuse(event) : accept([event], deductionAnswer(event.data));
}

export const deductionAnswer = ({ deductionId, invoiceId, instalment, acceptedOn, currency, amount, taxes }: DeductionAccepted['data']): DeductionAcceptedAnswer => ({
  deductionId, invoiceId, instalment, acceptedOn, currency, amount, taxes,
});

/** The deduction as an event on the account as it stands; or why not. */
export function planDeduction(command: AcceptDeduction, state: AccountState, facts: DeductionFacts): DeductionAccepted | Refusal {
  const on = command.acceptedOn ?? command.today;
  const item = itemOf(command, state, on);
  if ('code' in item) {
    return item;
  }
  const asked = askedAmount(command, item);
  if (typeof asked !== 'bigint' && asked !== null) {
    return asked;
  }
  const limit = deductionLimit({ ...command, on }, item, state, facts);
  if ('code' in limit) {
    return limit;
  }
  const payable = payableOn(item, on);
  const amount = asked ?? (limit.amount < payable ? limit.amount : payable);
  const beyond = limit.limited && (amount > limit.amount || amount <= 0n);
  const unfit = whyNot(command, item, { on, amount, payable, beyond, limit });
  return unfit ?? deductionEvent(command, item, { on, amount, overridden: beyond }, facts);
}

interface Weighed {
  readonly on: string;
  readonly amount: bigint;
  readonly payable: bigint;
  readonly beyond: boolean;
  readonly limit: DeductionLimit;
}

function whyNot({ override, deductionId, invoiceId: named }: AcceptDeduction, item: OpenItem, { on, amount, payable, beyond, limit }: Weighed): Refusal | null {
  if (on < item.issueDate) {
    const message = `Invoice ${named} is issued on ${item.issueDate}; nothing is deducted from it on ${on}. Take the issue date or a later day.`;
    return refusal('invalid', 'DEDUCTION.BEFORE_ISSUE', message, { deductionId, invoiceId: item.invoiceId, date: on, issueDate: item.issueDate });
  }
  if (beyond && (override !== true || amount <= 0n)) {
    return limit.refusal(amount);
  }
  return amount > payable || amount <= 0n ? beyondOpen('DEDUCTION.EXCEEDS_OPEN', item, on, { asked: amount, payable }) : null;
}

function itemOf({ accountId, invoiceId, instalment }: AcceptDeduction, state: AccountState, on: string): OpenItem | Refusal {
  const invoice: EnteredInvoice | undefined = findInvoice(state, invoiceId);
  const items = invoice === undefined ? [] : byDueDate(invoice).filter(({ instalment: number }) => (instalment ?? number) === number);
  const item = items.find((one) => payableOn(one, on) > 0n) ?? items[0];
  if (item === undefined) {
    const message = `Invoice ${invoiceId}${instalment === undefined ? '' : `, instalment ${instalment},`} is not in account ${accountId}; name an invoice the account owes.`;
    return refusal('not-found', 'DEDUCTION.UNKNOWN_INVOICE', message, { invoiceId, accountId });
  }
  if (invoice?.isDebit === true) {
    const message = `${invoiceId} is no invoice but money that was refunded and then taken back; nothing is deducted from it.`;
    return refusal('invalid', 'DEDUCTION.NOT_AN_INVOICE', message, { invoiceId });
  }
  return item;
}

function askedAmount({ deductionId, kind, amount }: AcceptDeduction, item: OpenItem): bigint | null | Refusal {
  if (amount === undefined) {
    return kind === 'early-payment-discount' || kind === 'tolerance'
      ? null
      : refusal('invalid', 'DEDUCTION.AMOUNT_REQUIRED', `Deduction ${deductionId} is a ${kind}; say its amount.`, { deductionId });
  }
  const parsed = parseAmount(amount, knownCurrency(item.currency));
  if (parsed.ok && parsed.money.minor > 0n) {
    return parsed.money.minor;
  }
  const why = parsed.ok ? 'it is not more than zero' : parsed.problem.message;
  return refusal('invalid', 'DEDUCTION.AMOUNT', `The amount of deduction ${deductionId}: ${why}.`, { deductionId });
}

interface Planned {
  readonly on: string;
  readonly amount: bigint;
  readonly overridden: boolean;
}

function deductionEvent(command: AcceptDeduction, item: OpenItem, { on, amount, overridden }: Planned, { document }: DeductionFacts): DeductionAccepted {
  const { accountId, deductionId, kind, paymentId, reason } = command;
  const { invoiceId, instalment, currency, baseCurrency } = item;
  const both = { amount, baseAmount: shareOfLeft(amount, item.open, item.baseOpen) };
  const { nets, taxes } = kind === 'early-payment-discount' && document !== null ? sharesOf(both, document, item) : { nets: [], taxes: [] };
  return {
    type: 'DeductionAccepted',
    data: {
      accountId, deductionId, kind, acceptedOn: on, invoiceId, instalment, currency, ...textsOf(both, item), taxes, ...(nets.length === 0 ? {} : { nets }), baseCurrency,
      ...(paymentId === undefined ? {} : { paymentId }),
      ...(overridden ? { overridden } : {}),
      reason,
    },
  };
}
