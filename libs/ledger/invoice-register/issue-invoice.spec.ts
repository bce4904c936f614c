import * as fc from 'fast-check';
import { decideCloseSale, type CloseSale } from '../sale/close-sale';
import type { Billing, SaleFacts } from '../sale/sale.state';
import { buyer, configured, opened, openedForCredit, registered, saleLine, shop, termsSet } from '../specification/sample-facts';
import { foldFrom, given, presentHash, type Given } from '../specification/given';
import { saleDraft } from '../sale/sale-draft';
import { saleFold } from '../sale/sale.state';
import { registerStateAt } from '../documents/register.state';
import type { InvoiceIssued } from './invoice.events';
import { invoiceRegisterFold, type InvoiceRegisterState } from './invoice-register.state';
import { decideIssueInvoice, type IssueInvoiceFacts } from './issue-invoice';

type Register = Given<InvoiceRegisterState, InvoiceIssued>;

const facts: IssueInvoiceFacts = { entity: shop(), customer: buyer(registered(), termsSet()) };

function assigned(saleId: string, changes: Partial<CloseSale> = {}, known = facts): { readonly billing: Billing; readonly sale: SaleFacts } {
  const command: CloseSale = {
    inputHash: presentHash, saleId, invoiceId: `invoice-of-${saleId}`, entityId: 'UK', customerId: '17850', closedOn: '2010-12-01',
    currency: 'GBP', lines: [saleLine({ taxCategory: 'S', taxRate: '20' })], billing: 'at-once', strict: false, ...changes,
  };
  const { state } = given(saleFold).when((sale) =>
    decideCloseSale(command, sale, { ...known, today: '2010-12-31', lastIssueDate: () => undefined, accountHeld: false })).then;
  if (state.billing === null || state.sale === null) {
    throw new Error(`sale ${saleId} was not billed`);
  }
  return { billing: state.billing, sale: state.sale };
}

const draftOf = ({ sale, billing }: ReturnType<typeof assigned>) => saleDraft(sale, billing);
const issue = (sale: ReturnType<typeof assigned>, known = facts, alreadyIssuedAt: number | null = null) => (state: InvoiceRegisterState) =>
  decideIssueInvoice({ draft: draftOf(sale), alreadyIssuedAt }, state, known);
const empty = given(invoiceRegisterFold);

describe('issuing an invoice', () => {
  it('prints what was frozen: number, parties, terms, figures', () => {
    const issued = empty.when(issue(assigned('536365', { reference: 'PO 4711' })));
    expect(issued.events[0]?.data).toEqual({
      invoiceId: 'invoice-of-536365', seriesId: 'UK-INV', number: 1, documentNumber: 'INV-000001',
      entityId: 'UK', customerId: '17850', accountId: 'UK~17850',
      issueDate: '2010-12-01', supplyDate: '2010-12-01', taxPointDate: '2010-12-01', currency: 'GBP',
      base: { currency: 'GBP', rate: '1', net: '15.30', tax: '3.06', gross: '18.36' },
      seller: { entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB' },
      buyer: { customerId: '17850', kind: 'business', country: 'GB', personal: { name: 'Ada Sample' } },
      terms: { netDays: 14 }, instalments: [{ number: 1, dueDate: '2010-12-15', amount: '18.36' }],
      lines: [{
        lineId: '1', saleId: '536365', productCode: '85123A', description: 'Heart holder', quantity: '6', unitPrice: '2.55',
        net: '15.30', tax: '3.06', taxCategory: 'S', taxRate: '20', recognition: { rule: 'at-issue' },
      }],
      taxSummary: [{ category: 'S', rate: '20', base: '15.30', tax: '3.06' }],
      totals: { net: '15.30', tax: '3.06', gross: '18.36' }, rounding: { basis: 'tax-rate', mode: 'half-up' },
      saleIds: ['536365'], waysToPay: [], reference: 'PO 4711', remind: true, profileRevision: facts.entity.revision,
    });
    expect(issued.answer).toMatchObject({ revision: 0, number: 1, documentNumber: 'INV-000001' });
  });

  it.each(['late-fee', 'interest'] as const)('asks for a %s as a whole, and gives no discount on it', (purpose) => {
    const terms = { netDays: 30, instalments: [{ netDays: 30, percent: '50' }, { netDays: 60, percent: '50' }], earlyPayment: { percent: '2', withinDays: 7 } };
    const known = { entity: shop(), customer: buyer(registered(), termsSet({ terms })) };
    const [event] = empty.when(issue(assigned('1', { purpose }, known), known)).events;
    expect(event?.data).toMatchObject({ terms: { netDays: 30 }, instalments: [{ number: 1, dueDate: '2010-12-31', amount: '18.36' }] });
    expect(event?.data.terms).not.toHaveProperty('earlyPayment');
  });

  it('dates it no earlier than the last one, and its due date follows', () => {
    const late = empty.when(issue(assigned('1', { closedOn: '2010-12-08' }))).then.when(issue(assigned('2', { closedOn: '2010-12-01' })));
    expect(late.events[0]?.data).toMatchObject({ number: 2, issueDate: '2010-12-08', supplyDate: '2010-12-01', instalments: [{ dueDate: '2010-12-22' }] });
  });

  it('is done once: in the register, in the group that leaves with it, or by the index', () => {
    const first = empty.when(issue(assigned('1')));
    const again = first.then.when(issue(assigned('1')));
    expect(again.events).toEqual([]);
    expect(again.answer).toEqual({ ...first.answer, issued: null });
    const found = decideIssueInvoice({ draft: draftOf(assigned('1')), alreadyIssuedAt: 4 }, registerStateAt({ count: 9, lastIssueDate: '2010-12-05' }), facts);
    expect(found).toMatchObject({ kind: 'accepted', events: [], answer: { revision: 4, number: 5, documentNumber: 'INV-000005', issued: null } });
  });

  it('goes by the facts it was assigned under, whatever came later', () => {
    const sale = assigned('1');
    const later: IssueInvoiceFacts = {
      entity: shop(configured(), configured(), opened(), openedForCredit, configured({ name: 'New Name Ltd', defaultTerms: { netDays: 1 } })),
      customer: buyer(registered(), termsSet(), termsSet({ requestId: 'terms-2', terms: { netDays: 90 } }), {
        type: 'ContactChanged',
        data: { customerId: '17850', requestId: 'move', country: 'FR', personal: {} },
      }),
    };
    const [now] = empty.when(issue(sale)).events;
    const [then] = empty.when(issue(sale, later)).events;
    expect(then).toEqual(now);
  });

  it('takes the entity’s terms where a customer has none; a walk-in pays at the till and is not reminded', () => {
    const plain = { ...facts, customer: buyer() };
    expect(empty.when(issue(assigned('1', {}, plain), plain)).events[0]?.data).toMatchObject({ terms: { netDays: 30 }, remind: true });
    const walkIn = { ...facts, customer: buyer(registered({ kind: 'walk-in' })) };
    expect(empty.when(issue(assigned('1', {}, walkIn), walkIn)).events[0]?.data).toMatchObject({
      terms: { netDays: 0 }, remind: false, instalments: [{ dueDate: '2010-12-01' }],
    });
  });

  it('stops loudly when what the assignment rested on is missing', () => {
    expect(() => empty.when(issue(assigned('1'), { ...facts, entity: shop(configured()) }))).toThrow(/never opened/);
  });
});

describe('laws of a register', () => {
  it('numbers run without gap or repeat, dates never fall, and a document stands once, however often it is asked for', () => {
    const sales = Array.from({ length: 8 }, (_, index) => assigned(String(index), { closedOn: `2010-12-0${index + 1}` }));
    fc.assert(
      fc.property(fc.array(fc.nat(7), { maxLength: 30 }), fc.nat(), (asked, cut) => {
        let register: Register = empty;
        for (const index of asked) {
          const sale = sales[index];
          register = sale === undefined ? register : register.when(issue(sale)).then;
        }
        const issued = register.events.map(({ data }) => data);
        expect(issued.map(({ number }) => number)).toEqual(issued.map((_, index) => index + 1));
        expect(new Set(issued.map(({ invoiceId }) => invoiceId)).size).toBe(new Set(asked).size);
        expect(issued.every(({ issueDate }, index) => issueDate >= (issued[index - 1]?.issueDate ?? ''))).toBe(true);
        const at = issued.length === 0 ? 0 : cut % issued.length;
        const prefix = foldFrom(invoiceRegisterFold, invoiceRegisterFold.initial(), register.events.slice(0, at), { revision: 0 });
        expect(foldFrom(invoiceRegisterFold, prefix, register.events.slice(at), { revision: at })).toEqual(register.state);
      }),
    );
  });

  it.each<[string, Partial<InvoiceIssued['data']>]>([
    ['first number \\+ revision', { number: 3 }],
    ['follows', { issueDate: '2010-11-30' }],
    ['holds a document of', { seriesId: 'UK-OTHER' }],
  ])('are asserted on what is read: %s', (message, changes) => {
    const [first] = empty.when(issue(assigned('1'))).events;
    const [second] = empty.when(issue(assigned('1'))).then.when(issue(assigned('2'))).events;
    if (first === undefined || second === undefined) {
      throw new Error('two invoices were to be issued');
    }
    const broken = { type: second.type, data: { ...second.data, ...changes } };
    expect(() => given(invoiceRegisterFold, first, broken).state).toThrow(new RegExp(message));
  });

  it('a long register remembers only its latest documents', () => {
    const [sample] = empty.when(issue(assigned('1'))).events;
    const many = Array.from({ length: 1500 }, (_, index) => ({
      type: 'InvoiceIssued' as const,
      data: { ...(sample as InvoiceIssued).data, invoiceId: `i${index}`, number: index + 1 },
    }));
    const { state } = given(invoiceRegisterFold, ...many);
    expect([state.count, state.latest.size, state.latest.get('i1499')]).toEqual([1500, 1000, 1499]);
  });
});
