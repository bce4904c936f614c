import { Decimal, decimalOf, knownCurrency, minorOf } from '#money';
import type { CreditNoteEntered, CreditNoteRefused, CreditNoteRequested } from './account.events';
import type { AccountState, CreditedLine } from './account.state';
import { shareOut } from '../postings/share-out';
import type { CreditLine } from '../return/return.events';
import { emptyTimeline, move } from './timeline';

export function foldCreditNoteRequested(state: AccountState, data: CreditNoteRequested['data'], inputHash: string): void {
  const { digits } = knownCurrency(data.currency);
  const grossByInvoice = new Map<string, bigint>();
  for (const line of data.lines) {
    if (line.invoiceId === undefined || line.invoiceLineId === undefined) {
      continue;
    }
    const net = minorOf(line.net, digits);
    const tax = minorOf(line.tax, digits);
    grossByInvoice.set(line.invoiceId, (grossByInvoice.get(line.invoiceId) ?? 0n) + net + tax);
    const credited = creditedLine(state, line.invoiceId, line.invoiceLineId);
    credited.net += net;
    credited.tax += tax;
    if (line.delivery !== 'price' && line.byAmount !== true) {
      credited.quantity = new Decimal(credited.quantity).plus(decimalOf(line.quantity)).toFixed();
    }
    if (line.recognition !== undefined) {
      takeRevenue(credited, line.recognition, digits);
    }
  }
  foldBase(state, data, digits);
  const { creditNoteId } = data;
  const wrong = data.reasonCode === 'billing-error' || data.reasonCode === 'price-error';
  state.creditNotes.set(creditNoteId, {
    creditNoteId, status: 'requested', grossByInvoice, lines: data.lines, totals: data.totals, ...(wrong ? { neverOwed: true } : {}), refusal: null,
  });
  state.requests.set(`credit-note:${creditNoteId}`, inputHash);
}

function creditedLine(state: AccountState, invoiceId: string, lineId: string): CreditedLine {
  let lines = state.credited.get(invoiceId);
  if (lines === undefined) {
    lines = new Map();
    state.credited.set(invoiceId, lines);
  }
  let line = lines.get(lineId);
  if (line === undefined) {
    line = { quantity: '0', net: 0n, tax: 0n };
    lines.set(lineId, line);
  }
  return line;
}

function takeRevenue(credited: CreditedLine, { fromRevenue, fromDeferred, schedule }: NonNullable<CreditLine['recognition']>, digits: number): void {
  const taken = (credited.recognition ??= { revenue: 0n, deferred: 0n, schedule: new Map() });
  taken.revenue += minorOf(fromRevenue, digits);
  taken.deferred += minorOf(fromDeferred, digits);
  for (const { on, amount } of schedule) {
    taken.schedule.set(on, (taken.schedule.get(on) ?? 0n) + minorOf(amount, digits));
  }
}

/** Each invoice gets its share of the base amounts, as the postings of the credit note share them out. */
function foldBase(state: AccountState, { lines, base }: CreditNoteRequested['data'], digits: number): void {
  if (base === undefined) {
    return;
  }
  const baseDigits = knownCurrency(base.currency).digits;
  const nets = shareOut(minorOf(base.net, baseDigits), lines.map(({ net }) => minorOf(net, digits)));
  const taxes = shareOut(minorOf(base.tax, baseDigits), lines.map(({ tax }) => minorOf(tax, digits)));
  for (const [index, { invoiceId }] of lines.entries()) {
    if (invoiceId !== undefined) {
      const credited = state.creditedBase.get(invoiceId) ?? { net: 0n, tax: 0n };
      state.creditedBase.set(invoiceId, { net: credited.net + (nets[index] ?? 0n), tax: credited.tax + (taxes[index] ?? 0n) });
    }
  }
}

export function foldCreditNoteRefused(state: AccountState, data: CreditNoteRefused['data'], inputHash: string): void {
  const { creditNoteId, code, reason } = data;
  const none = { lines: [], totals: { net: '0', tax: '0', gross: '0' } };
  state.creditNotes.set(creditNoteId, { creditNoteId, status: 'refused', grossByInvoice: new Map(), ...none, refusal: { code, reason } });
  state.requests.set(`credit-note:${creditNoteId}`, inputHash);
}

export function foldCreditNoteEntered(state: AccountState, data: CreditNoteEntered['data']): void {
  const note = state.creditNotes.get(data.creditNoteId);
  if (note !== undefined) {
    note.status = 'entered';
  }
  const amount = minorOf(data.gross, knownCurrency(data.currency).digits);
  const baseUnapplied = minorOf(data.baseGross, knownCurrency(data.baseCurrency).digits);
  const timeline = emptyTimeline();
  move(timeline, data.issueDate, amount);
  state.credits.set(data.creditNoteId, {
    kind: 'credit',
    id: data.creditNoteId,
    currency: data.currency,
    baseCurrency: data.baseCurrency,
    timeline,
    from: data.issueDate,
    receivedOn: null,
    unapplied: amount,
    baseUnapplied,
    entries: new Map(),
    reference: null,
    instruction: null,
    allocations: [],
    releases: [],
  });
}
