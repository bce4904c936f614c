import { baseAmounts, checkedCurrency, dueSchedule, priceLines, type CreditNoteIssued, type InvoiceIssued } from '#ledger';
import { moneyOf } from '#money';
import type { DocumentToSend } from './document-kinds';

type Invoice = InvoiceIssued['data'];
type CreditNote = CreditNoteIssued['data'];
export type SampleLine = Partial<Invoice['lines'][number]>;

export interface SampleInvoice extends Partial<Omit<Invoice, 'lines'>> {
  readonly lines?: readonly SampleLine[];
  /** Base units per unit of the document's currency. */
  readonly rate?: string;
  readonly baseCurrency?: string;
}

export const sampleSeller: Invoice['seller'] = {
  entityId: 'DE', name: 'Sample Trading GmbH', street: 'Hafenstraße 1', city: 'Hamburg', postalCode: '20457', country: 'DE', taxId: 'DE123456789',
  registration: 'HRB 12345', email: 'billing@seller.example', phone: '+49 40 1234',
};
export const sampleBuyer: Invoice['buyer'] = {
  customerId: 'C-1', kind: 'business', country: 'FR',
  personal: { name: 'Ada Sample SARL', street: '1 rue Exemple', city: 'Lyon', postalCode: '69001', taxId: 'FR12345678901', email: 'ada@buyer.example' },
};

const standardLine = { productCode: '85123A', description: 'Heart holder', quantity: '6', unitPrice: '2.55', taxCategory: 'S', taxRate: '19', recognition: { rule: 'at-issue' } } as const;

/** An invoice with figures as pricing makes them. */
export function sampleInvoice(asked: SampleInvoice = {}): Invoice {
  const { lines: _lines, rate = '1', baseCurrency, ...given } = asked;
  const { currency = 'EUR', rounding = { basis: 'tax-rate', mode: 'half-up' }, terms = { netDays: 30 }, issueDate = '2026-03-02' } = given;
  const { lines, taxSummary, totals } = pricedSample(asked, currency, rounding);
  return {
    invoiceId: 'I-1', seriesId: 'DE-INV', number: 1, documentNumber: 'INV-000001', entityId: 'DE', customerId: 'C-1', accountId: 'A-1',
    supplyDate: issueDate, taxPointDate: issueDate, seller: sampleSeller, buyer: sampleBuyer, saleIds: ['S-1'], waysToPay: [{ kind: 'transfer', text: 'By transfer' }], remind: true,
    payTo: { accountHolder: 'Sample Trading GmbH', iban: 'DE89 3704 0044 0532 0130 00', bic: 'COBADEFFXXX' }, reference: 'PO 4711',
    ...given,
    issueDate, currency, rounding, terms, lines, totals, taxSummary: [...taxSummary],
    base: baseAmounts(totals, { baseCurrency: baseCurrency ?? currency, rate, mode: rounding.mode }),
    instalments: [...dueSchedule(terms, issueDate, moneyOf(totals.gross, checkedCurrency(currency)))],
  };
}

function pricedSample({ lines = [{}], documentDiscountPercent: percent, documentDiscountAmount: amount, taxInclusive }: SampleInvoice, currency: string, rounding: Invoice['rounding']) {
  const asked = lines.map((line, place) => ({ ...standardLine, lineId: String(place + 1), ...line }));
  const discount = { ...(percent === undefined ? {} : { percent }), ...(amount === undefined ? {} : { amount }) };
  const priced = priceLines(asked, {
    currency: checkedCurrency(currency), rounding,
    ...(taxInclusive === undefined ? {} : { inclusive: taxInclusive }),
    ...(percent === undefined && amount === undefined ? {} : { discount }),
  });
  if (priced.kind !== 'priced') {
    throw new Error(priced.refusal.message);
  }
  return { ...priced, lines: asked.map((line, place) => ({ ...line, net: priced.lines[place]?.net ?? '', tax: priced.lines[place]?.tax ?? '' })) };
}

/** A credit note of everything on the invoice. */
export function sampleCreditNote(of: Invoice, given: Partial<CreditNote> = {}): DocumentToSend {
  const { seriesId: _series, invoiceId, documentNumber, issueDate, entityId, customerId, accountId, currency, base, seller, buyer, taxSummary, totals, rounding } = of;
  const lines = of.lines.map(({ lineId, description, quantity, unitPrice, net, tax, taxCategory, taxRate }) => ({
    lineId, returnLineId: lineId, description, quantity, unitPrice, net, tax, taxCategory, taxRate, delivery: 'delivered' as const, invoiceId, invoiceLineId: lineId,
  }));
  const notes = of.lines.flatMap(({ taxCategory, taxNote }) => (taxNote === undefined ? [] : [{ category: taxCategory, note: taxNote }]));
  return {
    kind: 'credit-note',
    data: {
      creditNoteId: 'N-1', seriesId: 'DE-CN', number: 1, documentNumber: 'CN-000001', returnId: 'R-1', reason: 'Sent back', issueDate: '2026-03-20', taxPointDate: '2026-03-20',
      entityId, customerId, accountId, currency, base, seller, buyer, taxSummary, totals, rounding, lines, ...given,
    },
    refersTo: [{ invoiceId, documentNumber, issueDate, taxNotes: notes }],
  };
}

export const invoiceToSend = (given: SampleInvoice = {}): DocumentToSend => ({ kind: 'invoice', data: sampleInvoice(given) });
