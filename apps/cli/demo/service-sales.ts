import { CloseSale, ReceivePayment, RegisterCustomer, type SaleAnswer } from '#billing';
import type { InvoiceIssued } from '#ledger';
import { accepted, contextOf, type CommandSink } from '../command-runner';
import { amount, text, type ReportView } from '../report/report-view';

export const servicesEntity = 'SERVICES';

/** A tiny set with tax, made up: the sample's prices are net at rate 0. */
const customers = [
  { customerId: 'harbour-cafe', netDays: 14 },
  { customerId: 'mill-lane-school', netDays: 30 },
] as const;

const sales = [
  {
    saleId: 'S-2011-1', customerId: 'harbour-cafe', closedOn: '2011-01-05',
    lines: [
      { description: 'Window display, design', quantity: '6.5', unitPrice: '48.00', taxRate: '20' },
      { description: 'Window display, materials', quantity: '3', unitPrice: '18.99', taxRate: '20', discountPercent: '10' },
      { description: 'Printed guide (book, zero-rated)', quantity: '12', unitPrice: '4.25', taxRate: '0' },
    ],
  },
  { saleId: 'S-2011-2', customerId: 'mill-lane-school', closedOn: '2011-01-12', lines: [{ description: 'Workshop', quantity: '1', unitPrice: '333.33', taxRate: '20' }] },
] as const;

/** Bills the tiny set and pays a part of it. @returns what each sale came to. */
export async function billServices(sink: CommandSink): Promise<readonly SaleAnswer[]> {
  const context = (subject: string): ReturnType<typeof contextOf> => contextOf('demo', 'demo', subject);
  for (const { customerId, netDays } of customers) {
    const body = { customerId, kind: 'business' as const, country: 'GB', terms: [{ entityId: servicesEntity, terms: { netDays } }] };
    await accepted(sink, () => new RegisterCustomer(body, context(`customer:${customerId}`)));
  }
  const answers: SaleAnswer[] = [];
  for (const sale of sales) {
    const body = { ...sale, lines: [...sale.lines], entityId: servicesEntity, currency: 'GBP' };
    answers.push(await accepted(sink, () => new CloseSale(body, context(`sale:${sale.saleId}`))));
  }
  const payment = {
    paymentId: 'MADEUP-SERVICES-1', entityId: servicesEntity, receivedOn: '2011-01-20', currency: 'GBP', amount: '200.00', customerId: 'harbour-cafe',
  };
  await accepted(sink, () => new ReceivePayment(payment, context('payment:services')));
  return answers;
}

/** The lines of an invoice with their tax, and its tax summary. */
export function taxView(invoice: InvoiceIssued['data']): ReportView {
  const summary = invoice.taxSummary.map(({ category, rate, base, tax }) => `${category} ${rate} % on ${base}: ${tax}`);
  return {
    title: `Invoice ${invoice.documentNumber} with tax (made up), issued ${invoice.issueDate}`,
    sections: [
      {
        entityId: invoice.entityId,
        currency: invoice.currency,
        columns: [text('line'), text('description'), amount('quantity'), amount('price'), amount('discount %'), amount('tax %'), amount('net'), amount('tax')],
        rows: invoice.lines.map((line) => [
          line.lineId, line.description, line.quantity, line.unitPrice, line.discountPercent ?? '', line.taxRate, line.net, line.tax,
        ]),
        totals: ['', 'total', '', '', '', '', invoice.totals.net, invoice.totals.tax],
        remarks: [`Tax summary: ${summary.join('; ')}. Gross ${invoice.totals.gross} ${invoice.currency}.`],
      },
    ],
  };
}
