import fc from 'fast-check';
import { given } from '../specification/given';
import type { BillingRunEvent, BillingRunOpened, CreditPlanned, InvoicePlanned, ItemDropped } from './billing-run.events';
import { billingRunFold, comparePlaces, placeOfPlanned, type PlanPlace } from './billing-run.state';
import { decideCompleteRun } from './complete-run';
import { decideDropItems } from './drop-items';
import { decidePlanInvoices } from './plan-invoices';

const opened: BillingRunOpened = { type: 'BillingRunOpened', data: { runId: 'R', entityId: 'UK', through: '2026-01-31', issueDate: '2026-02-01' } };
const empty = given(billingRunFold);
const run = given(billingRunFold, opened);

const planned = (id: string, more: Partial<InvoicePlanned['data']> = {}): InvoicePlanned => ({
  type: 'InvoicePlanned',
  data: {
    runId: 'R', invoiceId: `invoice-${id}`, seriesId: 'UK-INV', customerId: 'A', accountId: 'UK~A', currency: 'GBP', rate: '1', baseCurrency: 'GBP',
    rounding: { basis: 'line', mode: 'half-up' }, entityRevision: 0, customerRevision: 0, sources: [{ kind: 'contract', id, revision: 0 }], ...more,
  },
});
const credit = (contractId: string): CreditPlanned => ({
  type: 'CreditPlanned', data: { runId: 'R', returnId: `return-${contractId}`, contractId, customerId: 'A', accountId: 'UK~A', currency: 'GBP', rate: '1' },
});
const dropped = (id: string, place: number): ItemDropped['data'] => ({
  runId: 'R', invoiceId: `invoice-${id}`, kind: 'contract', id, place, code: 'RUN.SOURCE_CHANGED', reason: 'changed',
});

describe('the plan of a run', () => {
  it('is frozen stretch by stretch, and whole at its end', () => {
    const first = run.when((state) => decidePlanInvoices({ runId: 'R', after: null, planned: [planned('K1'), credit('K1')], whole: false }, state));
    expect(first.answer).toMatchObject({ phase: 'planning', invoices: 1, sources: 1, credits: 1, plannedTo: { id: 'K1' } });
    const { plannedTo: after } = first.answer;
    const whole = first.then.when((state) => decidePlanInvoices({ runId: 'R', after, planned: [planned('K2')], whole: true }, state));
    expect(whole.types).toEqual(['InvoicePlanned', 'RunPlanned']);
    expect(whole.events[1]?.data).toEqual({ runId: 'R', invoices: 2, credits: 1 });
    expect(whole.then.state).toMatchObject({ phase: 'planned', invoices: 2, sources: 2, credits: 1 });
  });

  it('takes no stretch that begins where another process has gone on, and says where to go on', () => {
    const first = run.when((state) => decidePlanInvoices({ runId: 'R', after: null, planned: [planned('K1')], whole: false }, state));
    const late = first.then.when((state) => decidePlanInvoices({ runId: 'R', after: null, planned: [planned('K1')], whole: true }, state));
    expect(late.events).toEqual([]);
    expect(late.answer).toEqual(first.answer);
  });

  it('nothing is planned before the run is opened, nor when the plan is whole', () => {
    const plan = { runId: 'R', after: null, planned: [], whole: true };
    expect(() => empty.when((state) => decidePlanInvoices(plan, state))).toThrow(/before it is opened/);
    const whole = run.when((state) => decidePlanInvoices(plan, state));
    expect(whole.then.when((state) => decidePlanInvoices(plan, state)).events).toEqual([]);
  });
});

describe('what a run drops', () => {
  it('is recorded once, by the place of the source in the plan', () => {
    const first = run.when((state) => decideDropItems({ drops: [dropped('K3', 2), dropped('K7', 6)] }, state));
    const again = first.then.when((state) => decideDropItems({ drops: [dropped('K3', 2), dropped('K7', 6), dropped('K9', 8)] }, state));
    expect(again.events.map(({ data }) => (data as ItemDropped['data']).id)).toEqual(['K9']);
    expect(again.then.state).toMatchObject({ dropped: 3, droppedTo: 8 });
  });
});

describe('a run', () => {
  const done = { runId: 'R', issued: 1, empty: 1, credited: 0 };
  const whole = run.when((state) => decidePlanInvoices({ runId: 'R', after: null, planned: [planned('K1'), planned('K2')], whole: true }, state)).then;

  it('is complete once, when every planned invoice is accounted for', () => {
    const complete = whole.when((state) => decideCompleteRun(done, state));
    expect(complete.types).toEqual(['RunCompleted']);
    expect(complete.then.when((state) => decideCompleteRun({ ...done, credited: 5 }, state))).toMatchObject({ events: [], answer: done });
    expect(() => whole.when((state) => decideCompleteRun({ ...done, empty: 0 }, state))).toThrow(/accounts for 1/);
    expect(() => run.when((state) => decideCompleteRun({ ...done, issued: 0, empty: 0 }, state))).toThrow(/planned 0 invoices/);
  });

  it('holds as much in memory for a hundred thousand invoices as for one', () => {
    const size = (events: readonly BillingRunEvent[]): number => JSON.stringify(given(billingRunFold, opened, ...events).state).length;
    const many = Array.from({ length: 100_000 }, (_, index) => planned(`K${String(index).padStart(6, '0')}`));
    expect(size(many)).toBeLessThan(size([planned('K000000')]) + 20);
  });
});

describe('the order of a plan', () => {
  const place = fc.record<PlanPlace>({
    accountId: fc.constantFrom('UK~A', 'UK~B'), customerId: fc.constantFrom('A', 'B'), currency: fc.constantFrom('EUR', 'GBP'),
    billToCustomerId: fc.constantFrom('', 'B'), standsAlone: fc.boolean(), kind: fc.constantFrom('contract', 'sale'), id: fc.string({ unit: 'grapheme', maxLength: 4 }),
  });

  it('is total, and that of UTF-8 bytes, as the read models sort', () => {
    fc.assert(
      fc.property(place, place, fc.string({ unit: 'binary', maxLength: 5 }), fc.string({ unit: 'binary', maxLength: 5 }), (left, right, one, other) => {
        expect(Math.sign(comparePlaces(left, right))).toBe(-Math.sign(comparePlaces(right, left)) + 0);
        expect(Math.sign(comparePlaces({ ...left, id: one }, { ...left, id: other }))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
      }),
    );
  });

  it('puts what stands alone behind what may share an invoice', () => {
    const alone = placeOfPlanned(planned('A', { standsAlone: true, sources: [{ kind: 'sale', id: 'A', revision: 0 }] }));
    expect(comparePlaces(placeOfPlanned(planned('Z')), alone)).toBeLessThan(0);
  });
});
