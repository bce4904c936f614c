import { isRealDay } from '../dates';
import { refuseStranger } from '../customer/customer-refusals';
import type { CustomerState } from '../customer/customer.state';
import { seriesFor, type EntityState } from '../entity/entity.state';
import { firstRefusal } from '../input-rules';
import { refusal, type Refusal } from '../refusal';
import type { SaleLine } from './sale.events';
import type { SaleFacts } from './sale.state';

/** An invoice that a sale is about: the prepayment it settles, or the one a fee or interest is charged on. */
export interface AboutInvoice {
  readonly invoiceId: string;
  readonly currency: string;
  readonly purpose: NonNullable<SaleFacts['purpose']>;
  /** Nothing is left of it to credit: a prepayment that another sale settled, or that was cancelled. */
  readonly credited: boolean;
}

/** Who and what a sale names beside its buyer. */
export interface NamedFacts {
  readonly entity: EntityState;
  /** Whom the invoice is addressed to; needed when the sale names somebody. */
  readonly billTo?: CustomerState;
  /** Who pays; needed when it is not the buyer. */
  readonly payer?: CustomerState;
  /** The invoice the sale is about, as its account has it; null: there is none. Needed when the sale names one. */
  readonly about?: AboutInvoice | null;
}

/** What is only checked when a sale comes in: one that waits on record is billed as it was taken. */
export function refuseSaleContent(sale: SaleFacts, payerCustomerId: string, facts: NamedFacts): Refusal | undefined {
  for (const [index, line] of sale.lines.entries()) {
    const reason = refuseTaxNote(line, index) ?? refuseRecognition(line, index, sale.purpose ?? 'sale');
    if (reason !== undefined) {
      return reason;
    }
  }
  const payer = payerCustomerId === sale.customerId ? undefined : payerCustomerId;
  return firstRefusal(refuseNamed(sale.billToCustomerId, facts.billTo), refuseNamed(payer, facts.payer), refuseAbout(sale, facts));
}

const refuseNamed = (customerId: string | undefined, known: CustomerState | undefined): Refusal | undefined =>
  customerId === undefined ? undefined : refuseStranger(customerId, known);

/** Exemption and reverse charge are printed with their reason, or the buyer cannot book the invoice. */
function refuseTaxNote(line: SaleLine, index: number): Refusal | undefined {
  const { taxCategory, taxNote = '' } = line;
  if ((taxCategory !== 'AE' && taxCategory !== 'E') || taxNote.trim() !== '') {
    return undefined;
  }
  const [what, example] = taxCategory === 'AE' ? ['reverse charge', 'Reverse charge'] : ['an exemption', 'Exempt: Article 132 of Directive 2006/112/EC'];
  const message = `has tax category ${taxCategory}, ${what}, and no taxNote to print. Send the reason, such as ${JSON.stringify(example)}.`;
  return lineRefusal('LINE.TAX_NOTE', 'taxNote', { line, index }, message);
}

const saleRules = ['at-issue', 'point-in-time', 'daily', 'equal-months'] as const;

function refuseRecognition(line: SaleLine, index: number, purpose: NonNullable<SaleFacts['purpose']>): Refusal | undefined {
  const { recognition = 'at-issue', servicePeriod } = line;
  const at = { line, index };
  const allowed: readonly string[] = purpose === 'sale' ? saleRules : purpose === 'prepayment' ? ['prepayment'] : ['at-issue'];
  if (line.recognition !== undefined && !allowed.includes(recognition)) {
    const remedy = purpose === 'sale' ? `Send one of ${saleRules.join(', ')}; other rules belong to contracts and prepayments.` : 'Leave it out.';
    return lineRefusal('LINE.RECOGNITION', 'recognition', at, `is ${recognition}, which a document of purpose ${purpose} cannot have. ${remedy}`);
  }
  return servicePeriod === undefined ? refuseNoPeriod(recognition, at) : refusePeriod(servicePeriod, at);
}

interface PlacedLine {
  readonly line: SaleLine;
  readonly index: number;
}

function refuseNoPeriod(recognition: NonNullable<SaleLine['recognition']>, at: PlacedLine): Refusal | undefined {
  const spread = recognition === 'daily' || recognition === 'equal-months';
  return spread ? lineRefusal('LINE.SERVICE_PERIOD', 'servicePeriod', at, `is needed to recognise revenue ${recognition}. Send its first and last day.`) : undefined;
}

function refusePeriod({ from, to }: NonNullable<SaleLine['servicePeriod']>, at: PlacedLine): Refusal | undefined {
  if (!isRealDay(from) || !isRealDay(to) || from > to) {
    return lineRefusal('LINE.SERVICE_PERIOD', 'servicePeriod', at, `${from} to ${to} is no period of days. Send existing days, the first not after the last.`);
  }
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > servicePeriodYearsMax
    ? lineRefusal('LINE.SERVICE_PERIOD', 'servicePeriod', at, `${from} to ${to} is longer than ${servicePeriodYearsMax} years. Split the line.`)
    : undefined;
}

/** So that a schedule of months fits one line. */
const servicePeriodYearsMax = 90;

function lineRefusal(code: string, field: string, at: PlacedLine, message: string): Refusal {
  const { line, index } = at;
  return refusal('invalid', code, `line ${JSON.stringify(line.lineId)} (lines[${index}]): ${field} ${message}`, { field: `lines[${index}].${field}`, lineId: line.lineId });
}

function refuseAbout(sale: SaleFacts, { about, entity }: NamedFacts): Refusal | undefined {
  const { aboutInvoiceId, purpose = 'sale', accountId, currency } = sale;
  if (aboutInvoiceId === undefined) {
    return undefined;
  }
  const data = { field: 'aboutInvoiceId', invoiceId: aboutInvoiceId, accountId };
  const refused = (kind: Refusal['kind'], code: string, message: string): Refusal => refusal(kind, code, message, data);
  if (purpose === 'prepayment') {
    return refused('invalid', 'SALE.ABOUT_PREPAYMENT', 'a prepayment is about no other invoice. Leave aboutInvoiceId out; the sale that settles it names it.');
  }
  if (about === undefined || about === null) {
    return refused('not-found', 'SALE.ABOUT_UNKNOWN', `invoice ${JSON.stringify(aboutInvoiceId)} is none of our own in account ${accountId}. Check the id, and who pays.`);
  }
  if (purpose !== 'sale') {
    return undefined;
  }
  if (about.purpose !== 'prepayment' || about.currency !== currency) {
    const what = about.purpose === 'prepayment' ? `is in ${about.currency}, not in ${currency}` : 'is no prepayment';
    return refused('invalid', 'SALE.NO_PREPAYMENT', `invoice ${aboutInvoiceId} ${what}; a sale settles a prepayment of its own currency. Name one, or leave aboutInvoiceId out.`);
  }
  if (about.credited) {
    return refused('conflict', 'SALE.PREPAYMENT_SETTLED', `nothing is left of prepayment ${aboutInvoiceId}: it was settled or cancelled. Leave aboutInvoiceId out.`);
  }
  return seriesFor(entity, 'credit-note', sale.closedOn) === undefined
    ? refused('not-found', 'SERIES.UNKNOWN', `${sale.entityId} has no credit-note series for ${sale.closedOn}, which settling a prepayment takes. Open it first.`)
    : undefined;
}
