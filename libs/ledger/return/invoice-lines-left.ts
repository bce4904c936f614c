import { Decimal, decimalOf, formatMinor, minorOf, roundDecimal, type RoundingMode } from '#money';
import type { CreditedLine } from '../account/account.state';
import type { InvoiceIssued, InvoiceLine } from '../invoice-register/invoice.events';
import type { TaxCategory } from '../pricing';

type Invoice = InvoiceIssued['data'];

/** The invoice of a line: what a credit copies from it, and what earlier credits took of it as a whole. */
export interface CreditedInvoice extends Pick<Invoice, 'invoiceId' | 'purpose' | 'base' | 'totals'> {
  /** Issued and requested, minor units of the invoice's currency. */
  readonly credited: { readonly net: bigint; readonly tax: bigint };
  /** The same in base currency; absent where earlier credits do not say. */
  readonly creditedBase?: { readonly net: bigint; readonly tax: bigint };
}

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
  /** The line as issued, with what credits took of its revenue; needed where that does not count at issue. */
  readonly line?: InvoiceLine;
  readonly credited?: CreditedLine['recognition'];
  /** What work or use has recognised of the line's undated deferred revenue. Absent: nothing. */
  readonly recognisedDeferred?: string;
  readonly invoice?: CreditedInvoice;
}

/** What was taken from one invoice line. */
export interface TakenPiece {
  readonly from: InvoiceLineLeft;
  readonly quantity: string;
  readonly net: string;
  readonly tax: string;
  /** True: an amount was taken, and none of the quantity. */
  readonly byAmount?: true;
}

/**
 * One invoice line while a return is matched. A part takes its share of net and tax, rounded; whoever takes the last
 * of the quantity, or of the net, takes all that is left of the line, so that the credits of a line cancel it exactly.
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

  get netLeft(): bigint {
    return this.net;
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
    return this.taken(net, tax, { quantity: taken.toFixed() });
  }

  /** Takes so much net, its share of the tax, and no quantity. Precondition: 0 ≤ net ≤ what is left of it. */
  takeNet(net: bigint): TakenPiece {
    const exact = net === this.net ? undefined : new Decimal(this.tax.toString()).times(net.toString()).div(this.net.toString());
    const tax = exact === undefined ? this.tax : BigInt(roundDecimal(exact, 0, this.mode).toFixed(0));
    return this.taken(net, tax, { quantity: '1', byAmount: true });
  }

  private taken(net: bigint, tax: bigint, by: Pick<TakenPiece, 'quantity' | 'byAmount'>): TakenPiece {
    this.net -= net;
    this.tax -= tax;
    return { from: this.line, net: formatMinor(net, this.digits), tax: formatMinor(tax, this.digits), ...by };
  }

  private share(left: bigint, taken: Decimal): bigint {
    const exact = new Decimal(left.toString()).times(taken).div(this.quantity);
    return BigInt(roundDecimal(exact, 0, this.mode).toFixed(0));
  }
}
