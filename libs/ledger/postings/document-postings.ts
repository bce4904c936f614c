import type { CreditNoteIssued } from '../credit-note-register/credit-note.events';
import type { AccountRole } from '../entity/entity.events';
import type { ExternalInvoiceRecorded } from '../external-invoice/external-invoice.events';
import type { InvoiceIssued, InvoiceLine } from '../invoice-register/invoice.events';
import type { CreditLine } from '../return/return.events';
import { exchangeDifference, line, minorIn, negative, transfer, type Both, type DraftLine, type Entry, type MoneyFrame } from './draft-line';
import { shareOut } from './share-out';

interface TaxedDocument {
  readonly entityId: string;
  readonly accountId: string;
  readonly issueDate: string;
  readonly currency: string;
  readonly totals: { readonly net: string; readonly gross: string };
  readonly base: { readonly currency: string; readonly net: string; readonly tax: string; readonly gross: string };
  readonly taxSummary: readonly { readonly category: string; readonly rate: string; readonly tax: string }[];
  readonly purpose?: 'sale' | 'prepayment' | 'late-fee' | 'interest';
}

const frameOf = (document: TaxedDocument): MoneyFrame => ({
  effectiveDate: document.issueDate, currency: document.currency, baseCurrency: document.base.currency,
});

const grossOf = ({ totals, base, currency }: TaxedDocument): Both => ({
  amount: minorIn(totals.gross, currency), baseAmount: minorIn(base.gross, base.currency),
});

/** What a document earns that is no sale stands apart from sales. */
export function incomeRole(purpose: TaxedDocument['purpose']): AccountRole {
  switch (purpose) {
    case 'late-fee':
      return 'late-fee-income';
    case 'interest':
      return 'interest-income';
    default:
      return 'revenue';
  }
}

/** Tax payable per code and rate, as credits. The base tax is shared out so that its parts sum to the document's. */
function taxLines(document: TaxedDocument): DraftLine[] {
  const frame = frameOf(document);
  const taxes = document.taxSummary.map((row) => minorIn(row.tax, document.currency));
  const baseTaxes = shareOut(minorIn(document.base.tax, document.base.currency), taxes);
  return document.taxSummary.map((row, index) => ({
    ...line(frame, 'tax-payable', { amount: -taxes[index]!, baseAmount: -baseTaxes[index]! }),
    taxCode: `${row.category}:${row.rate}`,
  }));
}

/** The net of each line in both currencies; base parts sum to the document's base net. */
function netsOf(document: TaxedDocument, lines: readonly { readonly net: string }[]): Both[] {
  const nets = lines.map(({ net }) => minorIn(net, document.currency));
  const baseNets = shareOut(minorIn(document.base.net, document.base.currency), nets);
  return nets.map((amount, index) => ({ amount, baseAmount: baseNets[index]! }));
}

/** Receivables (gross) against revenue, deferred revenue or contract asset per line, and tax payable. */
export function invoiceEntry(data: InvoiceIssued['data']): Entry {
  const frame = frameOf(data);
  const income = incomeRole(data.purpose);
  const nets = netsOf(data, data.lines);
  const earned = data.lines.flatMap((each, index) => lineDrafts(frame, each, nets[index]!, income));
  return { entityId: data.entityId, drafts: [line(frame, 'receivables', grossOf(data), data.accountId), ...earned, ...taxLines(data)] };
}

/** The parts of a line's net by how they are recognised. Base amounts follow the transaction amounts. */
function lineDrafts(frame: MoneyFrame, { recognition }: InvoiceLine, net: Both, income: AccountRole): DraftLine[] {
  if (recognition.rule === 'at-issue') {
    return [line(frame, income, negative(net))];
  }
  const schedule = recognition.schedule ?? [];
  const amounts = [
    minorIn(recognition.contractAsset ?? '0', frame.currency),
    minorIn(recognition.deferred ?? '0', frame.currency),
    ...schedule.map(({ amount }) => minorIn(amount, frame.currency)),
  ];
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  if (sum !== net.amount) {
    throw new Error(`A line of ${net.amount} minor units recognises ${sum}.`);
  }
  const bases = shareOut(net.baseAmount, amounts);
  const asset = { amount: amounts[0]!, baseAmount: bases[0]! };
  const booked = recognition.contractAssetBase === undefined ? asset.baseAmount : minorIn(recognition.contractAssetBase, frame.baseCurrency);
  const deferred = { amount: net.amount - asset.amount, baseAmount: net.baseAmount - asset.baseAmount };
  return [
    line(frame, 'contract-asset', { amount: -asset.amount, baseAmount: -booked }),
    ...exchangeDifference(frame, asset.baseAmount - booked),
    line(frame, 'deferred-revenue', negative(deferred)),
    ...schedule.flatMap(({ on }, index) =>
      transfer({ ...frame, effectiveDate: on }, { amount: amounts[index + 2]!, baseAmount: bases[index + 2]! }, { debit: 'deferred-revenue', credit: income }),
    ),
  ];
}

/** Revenue and deferred revenue against credits to apply (gross), per line as it says, and tax payable. */
export function creditNoteEntry(data: CreditNoteIssued['data']): Entry {
  const frame = frameOf(data);
  const income = incomeRole(data.purpose);
  const nets = netsOf(data, data.lines);
  const undone = data.lines.flatMap((each, index) => creditDrafts(frame, each, nets[index]!, income));
  const taxes = taxLines(data).map((draft) => ({ ...draft, ...negative(draft) }));
  return { entityId: data.entityId, drafts: [line(frame, 'credits-to-apply', negative(grossOf(data)), data.accountId), ...undone, ...taxes] };
}

function creditDrafts(frame: MoneyFrame, { recognition }: CreditLine, net: Both, income: AccountRole): DraftLine[] {
  if (recognition === undefined) {
    return [line(frame, income, net)];
  }
  const amounts = [
    minorIn(recognition.fromRevenue, frame.currency),
    minorIn(recognition.fromDeferred, frame.currency),
    ...recognition.schedule.map(({ amount }) => minorIn(amount, frame.currency)),
  ];
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  if (sum !== net.amount) {
    throw new Error(`A credited line of ${net.amount} minor units takes back ${sum}.`);
  }
  const bases = shareOut(net.baseAmount, amounts);
  const deferred = { amount: net.amount - amounts[0]!, baseAmount: net.baseAmount - bases[0]! };
  return [
    line(frame, income, { amount: amounts[0]!, baseAmount: bases[0]! }),
    line(frame, 'deferred-revenue', deferred),
    ...recognition.schedule.flatMap(({ on }, index) =>
      transfer({ ...frame, effectiveDate: on }, { amount: amounts[index + 2]!, baseAmount: bases[index + 2]! }, { debit: income, credit: 'deferred-revenue' }),
    ),
  ];
}

/** History books what the document was; an opening balance books what was still owed. */
export function externalInvoiceEntry(data: ExternalInvoiceRecorded['data']): Entry {
  const frame = frameOf(data);
  const gross = grossOf(data);
  if (data.mode === 'opening') {
    return { entityId: data.entityId, drafts: transfer(frame, gross, { debit: 'receivables', credit: 'opening-balance' }, data.accountId) };
  }
  const net = { amount: minorIn(data.totals.net, data.currency), baseAmount: minorIn(data.base.net, data.base.currency) };
  const drafts = [line(frame, 'receivables', gross, data.accountId), line(frame, 'revenue', negative(net)), ...taxLines(data)];
  return { entityId: data.entityId, drafts };
}
