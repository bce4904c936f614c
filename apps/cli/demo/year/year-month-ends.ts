import { ClosePeriod, CloseSale, RecogniseRevenue, ReopenPeriod, RevalueCurrency, RunBilling } from '#billing';
import { addDays } from '#ledger';
import { yearEntity } from './year-company';
import { step, type YearStep } from './year-step';

const months = Array.from({ length: 12 }, (_, index) => `2011-${String(index + 1).padStart(2, '0')}`);
const firstAfter = (month: string): string => addDays(`${month}-28`, 4).slice(0, 8) + '01';

function monthEnd(period: string): YearStep[] {
  const last = addDays(firstAfter(period), -1);
  const closing = addDays(last, 6);
  return [
    step(last, (play) => play.do((context) => new RunBilling({ runId: `year-${period}`, entityId: yearEntity, through: last, issueDate: last }, context))),
    step(closing, (play) => play.do((context) => new RecogniseRevenue({ requestId: `year-revenue-${period}`, entityId: yearEntity, through: last }, context))),
    step(closing, (play) => play.do((context) => new RevalueCurrency({ requestId: `year-revalue-${period}`, entityId: yearEntity, on: last }, context))),
    step(closing, (play) => play.do((context) => new ClosePeriod({ requestId: `year-close-${period}`, entityId: yearEntity, period, reason: 'month end' }, context))),
  ];
}

const lateSale = (saleId: string, closedOn: string, issueDate: string) => ({
  saleId, entityId: yearEntity, customerId: 'year-group', closedOn, issueDate, currency: 'EUR', lines: [{ description: 'Travel, told late', quantity: '1', unitPrice: '180.00', taxRate: '20' }],
});

/** Each month: bill, accrue what is not billed, value what is foreign, close. May is opened once more for a late fact. */
export const monthEndSteps: readonly YearStep[] = [
  ...months.flatMap(monthEnd),
  step('2011-06-08', (play) => play.do((context) => new ReopenPeriod({ requestId: 'year-reopen', entityId: yearEntity, period: '2011-05', reason: 'travel of May told late' }, context))),
  step('2011-06-08', (play) => play.do((context) => new CloseSale(lateSale('Y-LATE-MAY', '2011-05-30', '2011-06-08'), context))),
  step('2011-06-08', (play) => play.do((context) => new ClosePeriod({ requestId: 'year-close-2011-05-again', entityId: yearEntity, period: '2011-05', reason: 'with the late fact' }, context))),
];
