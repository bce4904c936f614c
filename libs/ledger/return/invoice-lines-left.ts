import { Decimal, decimalOf, formatMinor, minorOf, roundDecimal, type RoundingMode } from '#money';
import type { TaxCategory } from '../pricing';

/** An invoice line with what issued and requested credit notes left of it. */
export interface InvoiceLineLeft {
  readonly invoiceId: string;
  readonly invoiceLineId: string;
  readonly accountId: string;
  readonly issueDate: string;
  readonly currency: string;
  readonly productCode?: string;
  readonly unitPrice: string;
  readonly taxCategory: TaxCategory;
  readonly taxRate: string;
  readonly quantityLeft: string;
  readonly netLeft: string;
  readonly taxLeft: string;
}

/** What was taken from one invoice line. */
export interface TakenPiece {
  readonly from: InvoiceLineLeft;
  readonly quantity: string;
  readonly net: string;
  readonly tax: string;
}

/**
 * One invoice line while a return is matched. A part takes its share of net and tax, rounded; whoever takes the last
 * of the quantity takes all that is left of both, so that the credits of a line cancel it exactly.
 */
export class LineTaken {
  private quantity: Decimal;
  private net: bigint;
  private tax: bigint;

  constructor(
    readonly line: InvoiceLineLeft,
    private readonly digits: number,
    private readonly mode: RoundingMode,
  ) {
    this.quantity = decimalOf(line.quantityLeft);
    this.net = minorOf(line.netLeft, digits);
    this.tax = minorOf(line.taxLeft, digits);
  }

  get quantityLeft(): Decimal {
    return this.quantity;
  }

  /** Takes up to `wanted`; null when nothing is left. */
  take(wanted: Decimal): TakenPiece | null {
    const taken = Decimal.min(wanted, this.quantity);
    if (taken.lte(0)) {
      return null;
    }
    const all = taken.eq(this.quantity);
    const net = all ? this.net : this.share(this.net, taken);
    const tax = all ? this.tax : this.share(this.tax, taken);
    this.quantity = this.quantity.minus(taken);
    this.net -= net;
    this.tax -= tax;
    return { from: this.line, quantity: taken.toFixed(), net: formatMinor(net, this.digits), tax: formatMinor(tax, this.digits) };
  }

  private share(left: bigint, taken: Decimal): bigint {
    const exact = new Decimal(left.toString()).times(taken).div(this.quantity);
    return BigInt(roundDecimal(exact, 0, this.mode).toFixed(0));
  }
}
