import { Decimal } from '#money';
import type { CreditNoteIssued, InvoiceIssued } from '#ledger';
import { givenText, textField } from './clean-text';
import type { EInvoiceTexts } from './e-invoice-texts';
import { fittingPrice } from './fitting-price';
import { plain, type AmountScale, type Mode } from './semantic-amounts';
import type { Adjustment, SemanticLine } from './semantic-invoice';
import { taxClassOf } from './semantic-taxes';

export type InvoiceLine = InvoiceIssued['data']['lines'][number];
export type CreditLine = CreditNoteIssued['data']['lines'][number];

export interface LineRules {
  readonly scale: AmountScale;
  readonly mode: Mode;
  readonly texts: EInvoiceTexts;
  /** Prices of the document include their tax. */
  readonly inclusive: boolean;
  /** The document has a discount over all lines; a line is sent before it, for the discount is an allowance of its own. */
  readonly documentDiscount: boolean;
}

/** A line as it is sent, with its net in units: the sums of the document are made of these. */
export interface PricedLine {
  readonly line: SemanticLine;
  readonly net: bigint;
}

const hundred = new Decimal(100);
const one = new Decimal(1);

/** A line of an invoice: quantity × price − its discount = its net, in whole units of the currency. */
export function invoiceLine(line: InvoiceLine, rules: LineRules): PricedLine {
  const quantity = new Decimal(line.quantity);
  const net = rules.documentDiscount ? beforeDocumentDiscount(line, rules) : rules.scale.units(line.net);
  const full = fullAmount(line, net, rules);
  const period = line.servicePeriod === undefined ? {} : { period: { from: line.servicePeriod.from, to: line.servicePeriod.to } };
  return {
    net,
    line: {
      ...described(line),
      quantity: plain(quantity),
      price: full.price,
      net: rules.scale.text(net),
      adjustments: adjustmentsOf(line, { net, full: full.units }, rules),
      ...period,
    },
  };
}

/** A line of a credit note bears what it takes off alone: no discount, and a price that may have included tax or more. */
export function creditLine(line: CreditLine, { scale, mode }: Pick<LineRules, 'scale' | 'mode'>): PricedLine {
  const quantity = new Decimal(line.quantity);
  const net = scale.units(line.net);
  const price = fittingPrice({ quantity, target: net, scale, mode, preferred: new Decimal(line.unitPrice), exactly: true });
  return { net, line: { ...described(line), quantity: plain(quantity), price, net: scale.text(net), adjustments: [] } };
}

function described(line: InvoiceLine | CreditLine): Pick<SemanticLine, 'id' | 'name' | 'productCode' | 'tax'> {
  const name = givenText(line.description) ?? givenText(line.productCode) ?? line.lineId;
  return { id: line.lineId, name, ...textField('productCode', line.productCode), tax: taxClassOf({ category: line.taxCategory, rate: line.taxRate }) };
}

/** What part of a price is net: all of it, or what is left without the tax inside. */
const netShare = (line: InvoiceLine, { inclusive }: LineRules): Decimal => (inclusive ? hundred.div(hundred.plus(line.taxRate)) : one);

/** Net of a line as pricing saw it before the document's discount was spread. */
function beforeDocumentDiscount(line: InvoiceLine, rules: LineRules): bigint {
  const { scale, mode } = rules;
  const full = new Decimal(line.quantity).times(line.unitPrice);
  const percent = line.discountPercent ?? '0';
  const left = full.times(hundred.minus(percent)).div(hundred).minus(line.discountAmount ?? '0');
  return scale.rounded(left.times(netShare(line, rules)), mode);
}

/** Quantity × price, which a discount is taken off, and the net price that makes it. */
function fullAmount(line: InvoiceLine, net: bigint, rules: LineRules): { readonly units: bigint; readonly price: string } {
  const { scale, mode } = rules;
  const quantity = new Decimal(line.quantity);
  const price = new Decimal(line.unitPrice).times(netShare(line, rules));
  const own = scale.rounded(quantity.times(price), mode);
  if (!rules.inclusive) {
    return { units: own, price: plain(line.unitPrice) };
  }
  const units = isDiscounted(line) ? own : net;
  return { units, price: fittingPrice({ quantity, target: units, scale, mode, preferred: price, exactly: false }) };
}

const isDiscounted = (line: InvoiceLine): boolean => line.discountPercent !== undefined || line.discountAmount !== undefined;

/** What lies between quantity × price and the net: the discount, or the unit that a document rounded as a whole moves. */
function adjustmentsOf(line: InvoiceLine, { net, full }: { readonly net: bigint; readonly full: bigint }, { scale, texts }: LineRules): readonly Adjustment[] {
  const off = full - net;
  if (off === 0n) {
    return [];
  }
  if (off < 0n) {
    return [{ kind: 'charge', amount: scale.text(-off), reason: texts.rounding }];
  }
  if (!isDiscounted(line)) {
    return [{ kind: 'allowance', amount: scale.text(off), reason: texts.rounding }];
  }
  const percent = line.discountPercent === undefined ? {} : { percent: plain(line.discountPercent), baseAmount: scale.text(full) };
  return [{ kind: 'allowance', amount: scale.text(off), ...percent, reason: texts.discount, reasonCode: '95' }];
}
