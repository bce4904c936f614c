import type { BillingAssigned, ContractBillingAssigned, InvoiceIssued } from '#ledger';

interface AssignedLine {
  /** The id the line has on an invoice of its own, and on one that takes up several sources. */
  readonly ids: readonly [string, string];
  /** Quantity, unit price and rate as they were frozen; null for a sale's, which stand in the sale. */
  readonly terms: string | null;
}

const termsOf = ({ quantity, unitPrice, taxRate }: { readonly quantity: string; readonly unitPrice: string; readonly taxRate: string }): string =>
  `${quantity} × ${unitPrice} at ${taxRate} %`;

/** What billing runs assigned to their invoices, line by line, until the invoice shows up. */
export class RunInvoiceLines {
  private readonly lines = new Map<string, AssignedLine[]>();

  assignContract({ contractId, invoiceId, items }: ContractBillingAssigned['data']): void {
    const assigned = items.flatMap(({ lines }) => lines.map((line): AssignedLine => ({ ids: [line.lineId, `${contractId}/${line.lineId}`], terms: termsOf(line) })));
    this.add(invoiceId, assigned);
  }

  assignSale({ saleId, invoiceId, lines }: BillingAssigned['data']): void {
    this.add(invoiceId, lines.map(({ lineId }) => ({ ids: [lineId, `${saleId}/${lineId}`], terms: null })));
  }

  /** What does not agree between the invoice and what was assigned to it; empty when all does. */
  disagreements({ invoiceId, lines }: InvoiceIssued['data']): readonly string[] {
    const assigned = this.lines.get(invoiceId) ?? [];
    this.lines.delete(invoiceId);
    const byId = new Map(assigned.flatMap((line) => line.ids.map((id) => [id, line])));
    const found = lines.flatMap((line) => {
      const known = byId.get(line.lineId);
      if (known === undefined) return [`line ${line.lineId} was not assigned to it`];
      return known.terms === null || known.terms === termsOf(line) ? [] : [`line ${line.lineId} is ${termsOf(line)}, but ${known.terms} was assigned`];
    });
    return lines.length === assigned.length ? found : [...found, `it has ${lines.length} lines, and ${assigned.length} were assigned to it`];
  }

  private add(invoiceId: string, more: readonly AssignedLine[]): void {
    this.lines.set(invoiceId, [...(this.lines.get(invoiceId) ?? []), ...more]);
  }
}
