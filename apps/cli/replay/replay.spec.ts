import type { LoggedEvent } from '../log/own-events';
import { parseKnownAt } from '../log/known-at';
import { CustomerSubjects } from './customer-subjects';
import { knownEventType } from './event-types';
import { isBeyond, isWanted, replayLine } from './replay';

const logged = (type: string, data: object, stream = 'invoices-UK-INV', sequence = 7): LoggedEvent =>
  ({ sequence, recordedAt: Date.UTC(2011, 0, 2), event: { stream, revision: 0, type, data }, fact: { type, data } }) as unknown as LoggedEvent;
const invoice = logged('InvoiceIssued', { documentNumber: 'INV-000001', accountId: 'UK~17850', customerId: '17850', issueDate: '2010-12-01', totals: { gross: '139.12' }, currency: 'GBP' });
const identified = logged('PaymentIdentified', { identifiedOn: '2010-12-20', splits: [{ accountId: 'UK~17850' }] }, 'payment-1');
const configured = logged('EntityConfigured', { entityId: 'UK' }, 'entity-UK');

const subjectsIn = (events: readonly LoggedEvent[], customer: string): CustomerSubjects => {
  const subjects = new CustomerSubjects(customer);
  events.forEach(({ fact }) => { subjects.take(fact); });
  return subjects;
};

describe('replay', () => {
  it('picks by stream, type, customer and the day a fact counts', () => {
    const pick = (filter: Parameters<typeof isWanted>[1]): string[] => [invoice, identified, configured].filter((one) => isWanted(one, filter)).map((one) => one.event.type);
    expect(pick({})).toHaveLength(3);
    expect(pick({ stream: 'invoices-' })).toEqual(['InvoiceIssued']);
    expect(pick({ type: 'EntityConfigured' })).toEqual(['EntityConfigured']);
    expect(pick({ customer: subjectsIn([invoice, identified, configured], '17850') })).toEqual(['InvoiceIssued', 'PaymentIdentified']);
    expect(pick({ customer: subjectsIn([invoice, identified, configured], '1785') })).toEqual([]);
    expect(pick({ from: '2010-12-02' })).toEqual(['PaymentIdentified']);
    expect(pick({ to: '2010-12-01' })).toEqual(['InvoiceIssued']);
  });

  it('tells everything about a customer: also what names only a sale, a return or a payment that is the customer\u2019s', () => {
    const mine = [
      logged('CustomerRegistered', { customerId: 'a' }), logged('SaleClosed', { saleId: '1', customerId: 'a' }), logged('BillingAssigned', { saleId: '1', invoiceId: 'i' }),
      logged('SaleClosed', { saleId: '2', customerId: 'a' }), logged('NothingToBill', { saleId: '2' }), logged('SaleClosed', { saleId: '3', customerId: 'a' }),
      logged('SaleCancelled', { saleId: '3' }), logged('PaymentReceived', { paymentId: 'p', instruction: { allocate: 'auto' } }), logged('ReturnReceived', { returnId: 'r', customerId: 'a' }),
      logged('ReturnAssigned', { returnId: 'r', creditNoteId: 'n', accountId: 'UK~a' }), logged('CreditNoteIssued', { creditNoteId: 'n', customerId: 'a' }),
      logged('PaymentIdentified', { paymentId: 'p', splits: [{ accountId: 'UK~a' }, { accountId: 'UK~b' }] }), logged('PaymentReversed', { paymentId: 'p', parts: [{}] }),
    ];
    const others = [
      logged('SaleClosed', { saleId: '9', customerId: 'b' }), logged('BillingAssigned', { saleId: '9', invoiceId: 'j' }), logged('PaymentReceived', { paymentId: 'q', instruction: {} }),
      logged('EntityConfigured', { entityId: 'UK' }),
    ];
    const log = [...others, ...mine];
    const customer = subjectsIn(log, 'a');
    expect(log.filter((one) => isWanted(one, { customer }))).toEqual(mine);
  });

  it('refuses an event type that does not exist and names near ones', () => {
    expect(knownEventType('InvoiceIssued')).toBe('InvoiceIssued');
    expect(() => knownEventType('InvoiceIsued')).toThrow('--type "InvoiceIsued": no event is called so. Did you mean InvoiceIssued');
    expect(() => knownEventType('reminder')).toThrow(/Did you mean Reminder/);
    expect(() => knownEventType('zzzzzzzzzzzzzzzzzzzz')).toThrow(/There are AccountHeld, /);
  });

  it('stops at a sequence or a time', () => {
    expect(isBeyond(invoice, undefined)).toBe(false);
    expect([6, 7].map((sequence) => isBeyond(invoice, { sequence }))).toEqual([true, false]);
    expect(isBeyond(invoice, parseKnownAt('2011-01-01', '--until'))).toBe(true);
    expect(isBeyond(invoice, parseKnownAt('2011-01-02T00:00:00Z', '--until'))).toBe(false);
    expect(() => parseKnownAt('soon', '--until')).toThrow(/--until "soon": give a ledger sequence/);
  });

  it('fits its line into the terminal and shows no control characters', () => {
    expect(replayLine(invoice, 200)).toBe(`       7  2011-01-02T00:00:00  2010-12-01  InvoiceIssued           invoices-UK-INV@0  INV-000001 GBP 139.12`);
    expect(replayLine(logged('InvoiceIssued', { reason: '\u001b[2J\u202e' }), 60)).toHaveLength(60);
    expect(replayLine(logged('InvoiceIssued', { reason: '\u001b[2J\u202e' }), 200)).not.toMatch(/[\u001b\u202e]/);
  });
});
