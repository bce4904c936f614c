import { apportion, knownCurrency, minorOf } from '#money';
import type { InvoiceEntered, PaymentEntered } from './account.events';
import type { EnteredInvoice, OpenItem, Source } from './account.state';
import { emptyTimeline, move } from './timeline';

/** The invoice and its open items as entered: the whole amount of each instalment, from the issue date on. */
export function invoiceOf(data: InvoiceEntered['data'], firstOrder: number): EnteredInvoice {
  const { digits } = knownCurrency(data.currency);
  const base = knownCurrency(data.baseCurrency);
  const amounts = data.instalments.map((instalment) => minorOf(instalment.amount, digits));
  const baseGross = { currency: base, minor: minorOf(data.baseGross, base.digits) };
  const baseAmounts = apportion(baseGross, amounts);
  const items = data.instalments.map((instalment, index): OpenItem => {
    const amount = amounts[index] ?? 0n;
    const baseAmount = baseAmounts[index]?.minor ?? 0n;
    const timeline = emptyTimeline();
    move(timeline, data.issueDate, amount);
    return {
      invoiceId: data.invoiceId,
      instalment: instalment.number,
      documentNumber: data.documentNumber,
      issueDate: data.issueDate,
      dueDate: instalment.dueDate,
      currency: data.currency,
      baseCurrency: data.baseCurrency,
      amount,
      baseAmount,
      remind: data.remind,
      order: firstOrder + index,
      timeline,
      open: amount,
      baseOpen: baseAmount,
    };
  });
  return {
    invoiceId: data.invoiceId,
    documentNumber: data.documentNumber,
    issueDate: data.issueDate,
    currency: data.currency,
    gross: minorOf(data.gross, digits),
    items,
    register: data.seriesId === undefined || data.revision === undefined ? null : { seriesId: data.seriesId, revision: data.revision },
    disputeId: null,
    ...(data.purpose === 'late-fee' || data.purpose === 'interest' ? { isCharge: true } : {}),
  };
}

/** A receipt before its first identification brings money; `enterMoney` adds that. */
export const receiptOf = (data: PaymentEntered['data']): Source => ({
  kind: 'receipt',
  id: data.paymentId,
  currency: data.currency,
  baseCurrency: data.baseCurrency,
  timeline: emptyTimeline(),
  from: data.identifiedOn,
  receivedOn: data.receivedOn,
  unapplied: 0n,
  baseUnapplied: 0n,
  entries: new Map(),
  reference: data.reference ?? null,
  instruction: data.instruction ?? null,
  allocations: [],
  releases: [],
});

/** The names under which a receipt asks for invoices. None when the payer said to leave it unapplied. */
export function namesOf(receipt: Pick<Source, 'reference' | 'instruction'>): readonly string[] {
  if (receipt.instruction?.allocate === 'none') {
    return [];
  }
  const named = (receipt.instruction?.items ?? []).map((item) => item.invoiceId);
  return receipt.reference === null ? named : [...named, receipt.reference.trim()];
}
