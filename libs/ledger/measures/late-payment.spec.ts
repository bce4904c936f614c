import * as fc from 'fast-check';
import { latenessPrior, predictLatePayment, type PaidInvoice } from './late-payment';
import { scoreLatePayment } from './score-late-payment';

const history = fc.array(
  fc.record({ customerId: fc.constantFrom('a', 'b', 'c'), issueDay: fc.integer({ min: 0, max: 200 }), terms: fc.integer({ min: 0, max: 40 }), paidAfter: fc.integer({ min: 0, max: 90 }) }),
  { minLength: 1, maxLength: 40 },
);
const invoicesOf = (rows: readonly { customerId: string; issueDay: number; terms: number; paidAfter: number }[]): PaidInvoice[] =>
  rows.map(({ customerId, issueDay, terms, paidAfter }) => ({ customerId, issueDay, dueDay: issueDay + terms, settledDay: issueDay + paidAfter }));

describe('the prediction of late payment', () => {
  it('says of a customer without history what all customers do', () => {
    expect(predictLatePayment([], latenessPrior([-2, -1, 0, 5, 10]), -30)).toEqual({ probabilityLate: expect.closeTo(4 / 9, 10), expectedLateness: 0, ownInvoices: 0 });
  });

  it('follows the customer as its history grows, the last invoices most', () => {
    const prior = latenessPrior([0]);
    expect(predictLatePayment([9, 9, 9, 9], prior, -30)).toMatchObject({ expectedLateness: 9, ownInvoices: 4 });
    expect(predictLatePayment([0, 0, 0, 20, 20, 20, 20], prior, -30).expectedLateness).toBe(0);
    expect(predictLatePayment([20, 20, 20, 20, 0, 0, 0], prior, -30).expectedLateness).toBe(20);
  });

  it('leaves out what is no longer possible, and never says a day that has passed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -30, max: 60 }), { maxLength: 50 }), fc.integer({ min: -40, max: 200 }), (own, sinceDue) => {
        const { probabilityLate, expectedLateness } = predictLatePayment(own, latenessPrior([...own].sort((left, right) => left - right)), sinceDue);
        expect(expectedLateness).toBeGreaterThanOrEqual(sinceDue);
        expect(probabilityLate).toBeGreaterThanOrEqual(0);
        expect(probabilityLate).toBeLessThanOrEqual(1);
        expect(sinceDue <= 0 || probabilityLate === 1).toBe(true);
      }),
    );
  });
});

describe('its score', () => {
  it('is worked out by hand for three invoices', () => {
    // a: due 10, paid 14; then due 30, paid 34; then, when both are known, due 60, paid 70: expected 4 late, was 10.
    const invoices = [
      { customerId: 'a', issueDay: 0, dueDay: 10, settledDay: 14 },
      { customerId: 'a', issueDay: 20, dueDay: 30, settledDay: 34 },
      { customerId: 'a', issueDay: 50, dueDay: 60, settledDay: 70 },
    ];
    expect(scoreLatePayment(invoices, { from: 50 })).toMatchObject({ predictions: 1, errorDays: 6, errorLastTime: 6, errorDueDate: 10, brier: 0, brierBaseRate: 0 });
  });

  it('knows nothing later than the day of each prediction', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 500 }), (rows, day, later) => {
        const invoices = invoicesOf(rows);
        const early = invoices.filter(({ issueDay }) => issueDay <= day);
        // What is settled on the day or after it may have any other date from then on: predictions up to that day stay.
        const moved = early.map((each) => (each.settledDay >= day && each.issueDay < day ? { ...each, settledDay: each.settledDay + later } : each));
        const said = (all: readonly PaidInvoice[]) =>
          scoreLatePayment(
            all.filter(({ issueDay }) => issueDay <= day),
            { from: day },
          )?.calibration.map(({ from, predictions, said: mean }) => [from, predictions, mean]);
        expect(said(moved)).toEqual(said(early));
      }),
    );
  });
});
