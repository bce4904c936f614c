import { AllocatePayment, ReceivePayment, RecordRefundPaid, RequestRefund, ReversePayment } from '#billing';
import { accountOf, yearEntity, type YearCustomer } from './year-company';
import { invoiceOf, type YearSale } from './year-sales';
import { step, type YearStep } from './year-step';

type Receipt = readonly [on: string, customerId: YearCustomer, amount: string];

/** Dollars come in at the rate of their day, not at the one of the invoice. */
const receipts: readonly Receipt[] = [
  ['2011-02-25', 'year-exporter', '3000.00'], ['2011-03-02', 'year-group', '4380.00'], ['2011-04-04', 'year-startup', '6000.00'],
  ['2011-04-20', 'year-maker', '4800.00'], ['2011-05-16', 'year-exporter', '4000.00'], ['2011-06-15', 'year-group', '6000.00'],
  ['2011-07-28', 'year-branch-south', '900.00'], ['2011-08-12', 'year-exporter', '5200.00'], ['2011-09-27', 'year-maker', '9600.00'],
  ['2011-10-14', 'year-branch-north', '900.00'], ['2011-12-05', 'year-group', '7000.00'],
];

const currencyOf = (customerId: YearCustomer): string => (customerId === 'year-exporter' ? 'USD' : 'EUR');
const received = ([receivedOn, customerId, amount]: Receipt, paymentId: string, allocate: 'auto' | 'none' = 'auto'): ReceivePayment['body'] =>
  ({ paymentId, entityId: yearEntity, receivedOn, customerId, currency: currencyOf(customerId), amount, allocate });

const early: YearSale = { saleId: 'Y-EARLY', customerId: 'year-maker', on: '2011-02-10', net: '1000.00', description: 'Training' };
const charged: YearSale = { saleId: 'Y-CHARGED', customerId: 'year-exporter', on: '2011-03-05', net: '500.00', description: 'Training' };

/** Paid short, and taken as settled. */
function short(sale: YearSale, [on, amount]: readonly [string, string], deduction: { kind: 'early-payment-discount' | 'bank-charge'; amount?: string; reason: string }): YearStep {
  const paymentId = `YEAR-${sale.saleId}`;
  return step(on, async (play) => {
    const invoiceId = await invoiceOf(play, sale);
    await play.do((context) => new ReceivePayment(received([on, sale.customerId, amount], paymentId, 'none'), context));
    await play.do((context) => new AllocatePayment({
      accountId: accountOf(sale.customerId), requestId: `${paymentId}-allocated`, source: { kind: 'receipt', id: paymentId }, allocatedOn: on,
      items: [{ invoiceId, amount }], deductions: [{ invoiceId, ...deduction }],
    }, context));
  });
}

/** A receipt that was too much is sent back, and then the bank takes the receipt itself back. */
const refund: readonly YearStep[] = [
  step('2011-05-05', (play) => play.do((context) => new ReceivePayment(received(['2011-05-05', 'year-maker', '300.00'], 'YEAR-TWICE', 'none'), context))),
  step('2011-05-09', async (play) => {
    const name = { accountId: accountOf('year-maker'), refundId: 'year-refund' };
    await play.do((context) => new RequestRefund({ ...name, source: { kind: 'receipt', id: 'YEAR-TWICE' }, requestedOn: '2011-05-09', reason: 'paid twice' }, context));
    await play.do((context) => new RecordRefundPaid({ ...name, paidOn: '2011-05-11' }, context));
  }),
  step('2011-05-20', (play) => play.do((context) =>
    new ReversePayment({ paymentId: 'YEAR-TWICE', reversalId: 'YEAR-TWICE-BACK', valueDate: '2011-05-20', reason: 'insufficient funds' }, context))),
];

export const moneySteps: readonly YearStep[] = [
  ...[early, charged].map((sale) => step(sale.on, (play) => invoiceOf(play, sale))),
  short(early, ['2011-02-16', '1176.00'], { kind: 'early-payment-discount', reason: 'paid within ten days' }),
  short(charged, ['2011-03-21', '485.00'], { kind: 'bank-charge', amount: '15.00', reason: 'kept by the bank on the way' }),
  ...receipts.map((receipt, index) => step(receipt[0], (play) => play.do((context) => new ReceivePayment(received(receipt, `YEAR-${index + 1}`), context)))),
  ...refund,
];
