import { planPayments, type PlannedItem } from './payment-plan';

const item = (place: number, customerId: string, walkIn = false): PlannedItem => ({
  invoiceId: `i${place}`, documentNumber: `INV-${place}`, customerId, walkIn, issueDate: '2010-12-01', dueDate: '2010-12-31', open: 10_001n,
});
const items = [
  ...['a', 'a', 'a', 'b', 'c', 'd'].map((customer, place) => item(place, customer)),
  ...Array.from({ length: 24 }, (_, index) => item(index + 6, `e${index}`)),
  item(30, 'walk-in-2010-12-01', true),
];
const setting = { entityId: 'UK', currency: 'GBP', digits: 2, reminderDates: ['2010-12-20', '2011-01-31'], leftOpen: new Set(['i9']) };

describe('the made-up payments of the demo', () => {
  const plan = planPayments(items, setting);

  it('shows every device once at least', () => {
    expect(Object.keys(plan.examples).sort()).toEqual([
      'allocated later than received', 'bounce', 'full', 'late fact', 'one receipt over several invoices', 'over-payment', 'part', 'unidentified, identified later',
    ]);
  });

  it('is in order of day, with receipts before what is done with them and letters last', () => {
    const days = plan.steps.map((step) => step.on);
    expect(days).toEqual([...days].sort());
    const places = new Map(plan.steps.map((step, place) => [step.kind === 'remind' ? step.on : `${step.kind} ${'paymentId' in step.body ? step.body.paymentId : step.body.requestId}`, place]));
    expect(plan.steps.at(-1)?.kind).toBe('remind');
    expect(places.size).toBe(plan.steps.length);
  });

  it('never pays an item twice and leaves open what it was told to', () => {
    const paid = plan.steps.flatMap((step) => (step.kind === 'receive' ? (step.body.items ?? []) : step.kind === 'allocate' ? step.body.items : [])).map((one) => one.invoiceId);
    expect(new Set(paid).size).toBe(paid.length);
    expect(paid).not.toContain('i9');
  });

  it('is the same each time', () => {
    expect(planPayments(items, setting)).toEqual(plan);
  });
});
