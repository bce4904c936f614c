import type { CloseSaleBody, ReceiveReturnBody, RegisterCustomerBody } from '#billing';
import { countryCode } from './country-names';
import type { FileLine, SalesDocument } from './sales-file';

/** What the file does not say. */
export interface SalesMapping {
  readonly entityId: string;
  readonly currency: string;
  /** Base units per unit of the currency; needed when it is not the entity's base currency. */
  readonly rate?: string;
  /** Net days of a new customer; null: the entity's default terms. */
  readonly netDaysOf: (customerId: string) => number | null;
  readonly taxRate: string;
}

/** The unknown buyers of one day share one account: strangers are never matched across days. */
export const customerOf = (document: SalesDocument): string =>
  document.customer === '' ? `walk-in-${document.day}` : document.customer;

export function registrationOf(document: SalesDocument, mapping: SalesMapping): RegisterCustomerBody {
  const customerId = customerOf(document);
  const country = countryCode(document.country);
  if (document.customer === '') {
    return { customerId, kind: 'walk-in', country, terms: [{ entityId: mapping.entityId, terms: { netDays: 0 }, remind: false }] };
  }
  const netDays = mapping.netDaysOf(customerId);
  return {
    customerId,
    kind: 'business',
    country,
    ...(netDays === null ? {} : { terms: [{ entityId: mapping.entityId, terms: { netDays }, remind: true }] }),
  };
}

/** The issue date is left to follow the day: a date of the sender's own would be refused once the series has gone on. */
export function saleOf(document: SalesDocument, mapping: SalesMapping): CloseSaleBody {
  return {
    saleId: document.number,
    entityId: mapping.entityId,
    customerId: customerOf(document),
    closedOn: document.day,
    supplyDate: document.day,
    currency: mapping.currency,
    ...(mapping.rate === undefined ? {} : { rate: mapping.rate }),
    billing: 'at-once',
    lines: document.lines.map((line) => lineOf(line, mapping)),
  };
}

export function returnOf(document: SalesDocument, mapping: SalesMapping): ReceiveReturnBody {
  return {
    returnId: document.number,
    entityId: mapping.entityId,
    customerId: customerOf(document),
    receivedOn: document.day,
    currency: mapping.currency,
    ...(mapping.rate === undefined ? {} : { rate: mapping.rate }),
    reason: `cancellation ${document.number}`,
    lines: document.lines.map((line) => lineOf(line, mapping)),
  };
}

interface BilledLine {
  readonly lineId: string;
  readonly productCode: string;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly taxCategory: 'S' | 'Z';
  readonly taxRate: string;
}

/** The place within the document is the line's id: a stock code may stand twice, and lines of the file move about. */
const lineOf = (line: FileLine, mapping: SalesMapping): BilledLine => ({
  lineId: String(line.place),
  productCode: line.stockCode,
  description: line.description,
  quantity: line.quantity.toFixed(),
  unitPrice: line.unitPrice.toFixed(),
  taxCategory: mapping.taxRate === '0' ? 'Z' : 'S',
  taxRate: mapping.taxRate,
});
