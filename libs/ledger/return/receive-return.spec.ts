import { minorOf } from '#money';
import { decideIssueCreditNote } from '../credit-note-register/issue-credit-note';
import { creditNoteRegisterFold } from '../credit-note-register/credit-note-register.state';
import { priceLines } from '../pricing';
import { knownCurrency } from '#money';
import { buyer, configured, opened, saleLine, shop } from '../specification/sample-facts';
import { given, presentHash } from '../specification/given';
import type { InvoiceLineLeft } from './invoice-lines-left';
import { decideReceiveReturn, type ReceiveReturn, type ReceiveReturnFacts } from './receive-return';
import type { ReturnLine } from './return.events';
import { returnFold, type ReturnState } from './return.state';

const returnLine: ReturnLine = { lineId: '1', productCode: '85123A', description: 'Heart holder', quantity: '2', unitPrice: '2.55', taxCategory: 'Z', taxRate: '0' };
const command: ReceiveReturn = {
  inputHash: presentHash, returnId: 'C536379', creditNoteId: 'credit-of-C536379', entityId: 'UK', customerId: '17850', receivedOn: '2010-12-02',
  currency: 'GBP', reason: 'damaged', lines: [returnLine], strict: false,
};
const facts: ReceiveReturnFacts = { entity: shop(), customer: buyer(), today: '2010-12-08', lastIssueDate: () => undefined, candidates: [] };
const receive = (changes: Partial<ReceiveReturn> = {}, known: Partial<ReceiveReturnFacts> = {}) => (state: ReturnState) =>
  decideReceiveReturn({ ...command, ...changes }, state, { ...facts, ...known });

describe('receiving a return', () => {
  it('freezes series and content in the same append', () => {
    const received = given(returnFold).when(receive());
    expect(received.types).toEqual(['ReturnReceived', 'ReturnAssigned']);
    expect(received.answer.assignment).toMatchObject({
      creditNoteId: 'credit-of-C536379', seriesId: 'UK-CN', requestedIssueDate: '2010-12-02',
      totals: { net: '5.10', tax: '0.00', gross: '5.10' }, entityRevision: 3, customerRevision: 0,
    });
  });

  it('happens once: the first answer again, a conflict with other content', () => {
    const received = given(returnFold).when(receive());
    const again = received.then.when(receive({}, { entity: shop(configured()), today: '2000-01-01' }));
    expect(again.events).toEqual([]);
    expect(again.answer).toEqual(received.answer);
    expect(received.then.when(receive({ inputHash: 'v1:other' })).refused).toBe('RETURN.CONFLICT');
  });

  it.each<[string, Partial<ReceiveReturn>, Partial<ReceiveReturnFacts>]>([
    ['RETURN.ID', { returnId: '' }, {}],
    ['DATE.UNREAL', { receivedOn: '2010-02-30' }, {}],
    ['CURRENCY.UNKNOWN', { currency: 'XXX' }, {}],
    ['RATE.MISSING', { currency: 'EUR' }, {}],
    ['LINES.COUNT', { lines: [] }, {}],
    ['LINE.QUANTITY', { lines: [{ ...returnLine, quantity: '-2' }] }, {}],
    ['LINE.QUANTITY', { lines: [{ ...returnLine, quantity: '0' }] }, {}],
    ['LINE.DUPLICATE_ID', { lines: [returnLine, returnLine] }, {}],
    ['RETURN.NOTHING_TO_CREDIT', { lines: [{ ...returnLine, unitPrice: '0' }] }, {}],
    ['DOCUMENT.TOO_LARGE', { lines: [{ ...returnLine, unitPrice: '999999999999999999' }] }, {}],
    ['SERIES.UNKNOWN', {}, { entity: shop(configured(), opened()) }],
    ['DATE.IN_FUTURE', { receivedOn: '2010-12-09' }, {}],
    ['ISSUE_DATE.IN_FUTURE', { requestedIssueDate: '2010-12-09' }, {}],
    ['ISSUE_DATE.BEFORE_LAST', { strict: true }, { lastIssueDate: () => '2010-12-03' }],
    ['RETURN.INVOICE_LINE_UNKNOWN', { lines: [{ ...returnLine, invoiceId: 'i9', invoiceLineId: '1' }] }, {}],
  ])('refuses %s', (code, changes, known) => expect(given(returnFold).when(receive(changes, known)).refused).toBe(code));
});

describe('a line of a return', () => {
  const candidate: InvoiceLineLeft = {
    invoiceId: 'i1', invoiceLineId: '1', accountId: 'UK~17850', issueDate: '2010-12-01', currency: 'GBP', productCode: '85123A',
    unitPrice: '2.55', taxCategory: 'Z', taxRate: '0', quantityLeft: '6', netLeft: '15.30', taxLeft: '0.00',
  };

  it('is kept as named when the sender named its invoice, and not when it was matched', () => {
    const lines = [{ ...returnLine, invoiceId: 'i1' }, { ...returnLine, lineId: '2', quantity: '1' }];
    const { answer } = given(returnFold).when(receive({ lines }, { candidates: [candidate] }));
    expect(answer.assignment.lines.map(({ invoiceId, named }) => [invoiceId, named])).toEqual([['i1', true], ['i1', undefined]]);
  });
});

describe('four lines of 334.99, each credited by a note of its own', () => {
  const prices = ['68.33', '68.33', '57.50', '85.00'];
  const priced = priceLines(
    prices.map((unitPrice, index) => saleLine({ lineId: String(index), quantity: '1', unitPrice, taxCategory: 'S', taxRate: '20' })),
    { currency: knownCurrency('GBP'), rounding: { basis: 'tax-rate', mode: 'half-up' } },
  );
  const candidates = (priced.kind === 'priced' ? priced.lines : []).map(({ lineId, net, tax }): InvoiceLineLeft => ({
    invoiceId: 'i1', invoiceLineId: lineId, accountId: 'UK~17850', issueDate: '2010-12-01', currency: 'GBP', productCode: lineId,
    unitPrice: prices[Number(lineId)] ?? '', taxCategory: 'S', taxRate: '20', quantityLeft: '1', netLeft: net, taxLeft: tax,
  }));

  it('are credited with 334.99, by gapless notes', () => {
    let register = given(creditNoteRegisterFold);
    for (const { invoiceLineId, unitPrice } of candidates) {
      const returnId = `C${invoiceLineId}`;
      const lines = [{ ...returnLine, productCode: invoiceLineId, quantity: '1', unitPrice, taxCategory: 'S' as const, taxRate: '20' }];
      const { state } = given(returnFold).when(receive({ returnId, creditNoteId: `credit-of-${returnId}`, lines }, { candidates })).then;
      const { received, assignment } = state;
      if (received === null || assignment === null) {
        throw new Error('the return was not assigned');
      }
      const requested = { ...assignment };
      register = register.when((notes) => decideIssueCreditNote({ requested, assignment, received, alreadyIssuedAt: null }, notes, facts)).then;
      const again = register.when((notes) => decideIssueCreditNote({ requested, assignment, received, alreadyIssuedAt: null }, notes, facts));
      expect(again.events).toEqual([]);
    }
    const notes = register.events.map(({ data }) => data);
    expect(notes.map(({ documentNumber }) => documentNumber)).toEqual(['CN-000001', 'CN-000002', 'CN-000003', 'CN-000004']);
    expect(notes.reduce((sum, { totals }) => sum + minorOf(totals.gross, 2), 0n)).toBe(33499n);
    expect(notes[0]).toMatchObject({
      issueDate: '2010-12-02', taxPointDate: '2010-12-02', reason: 'damaged', returnId: 'C0', buyer: { customerId: '17850' },
      base: { currency: 'GBP', rate: '1' }, lines: [{ invoiceId: 'i1', invoiceLineId: '0', delivery: 'delivered' }],
    });
  });
});
