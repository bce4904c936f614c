import * as fc from 'fast-check';
import { decimalOf, formatMinor, knownCurrency, minorOf } from '#money';
import { AccountUnderTest } from '../account/account-under-test';
import { decideEnterInvoice } from '../account/enter-invoice';
import { decideRequestCreditNote } from '../account/request-credit-note';
import { decideIssueInvoice } from '../invoice-register/issue-invoice';
import { invoiceRegisterFold } from '../invoice-register/invoice-register.state';
import type { InvoiceIssued } from '../invoice-register/invoice.events';
import { decideCloseSale, type CloseSale } from '../sale/close-sale';
import { saleDraft } from '../sale/sale-draft';
import { saleFold } from '../sale/sale.state';
import type { SaleLine } from '../sale/sale.events';
import { buyer, saleLine, shop } from '../specification/sample-facts';
import { given, presentHash } from '../specification/given';
import type { InvoiceLineLeft } from './invoice-lines-left';
import { decideReceiveReturn, type ReceiveReturn } from './receive-return';
import { returnFold, type CreditAssignment } from './return.state';
import type { ReturnLine } from './return.events';

type Invoice = InvoiceIssued['data'];
const facts = { entity: shop(), customer: buyer(), today: '2011-12-31', lastIssueDate: () => undefined };

/** An invoice in its account, and the credits given on it. */
class Credited {
  readonly account = new AccountUnderTest();
  readonly invoice: Invoice;
  readonly credits: CreditAssignment[] = [];
  private readonly digits: number;

  constructor(lines: readonly SaleLine[], more: Partial<CloseSale> = {}) {
    const command: CloseSale = {
      inputHash: presentHash, saleId: 's', invoiceId: 'i', entityId: 'UK', customerId: '17850', closedOn: '2010-12-01', currency: 'EUR', rate: '0.8537',
      billing: 'at-once', strict: false, lines, ...more,
    };
    const { sale, billing } = given(saleFold).when((state) => decideCloseSale(command, state, { ...facts, accountHeld: false })).then.state;
    if (sale === null || billing === null) {
      throw new Error('nothing was billed');
    }
    const issued = decideIssueInvoice({ draft: saleDraft(sale, billing), alreadyIssuedAt: null }, invoiceRegisterFold.initial(), facts);
    if (issued.kind === 'refused' || issued.answer.issued === null) {
      throw new Error('nothing was issued');
    }
    this.invoice = issued.answer.issued;
    this.digits = knownCurrency(this.invoice.currency).digits;
    const { accountId, invoiceId, documentNumber, issueDate, currency, instalments, totals, base } = this.invoice;
    const entered = { accountId, invoiceId, documentNumber, issueDate, currency, instalments, remind: true, origin: 'register' as const, allocationId: 'a' };
    this.account.do((state) => decideEnterInvoice({ ...entered, gross: totals.gross, baseCurrency: base.currency, baseGross: base.gross }, state));
  }

  /** The refusal's code; undefined when it was credited. */
  credit(changes: Pick<ReceiveReturn, 'lines'> | Pick<ReceiveReturn, 'cancelsInvoiceId'>): string | undefined {
    const returnId = `r${this.credits.length}`;
    const { entityId, customerId, currency } = this.invoice;
    const command = { inputHash: presentHash, returnId, creditNoteId: returnId, entityId, customerId, currency, receivedOn: '2010-12-20', reason: 'x', strict: false, ...changes };
    const decided = given(returnFold).when((state) => decideReceiveReturn(command, state, { ...facts, candidates: this.left() }));
    if (decided.decision.kind === 'refused') {
      return decided.decision.refusal.code;
    }
    const { assignment } = decided.answer;
    const { accountId, creditNoteId, seriesId, requestedIssueDate, lines, totals, base } = assignment;
    const request = { accountId, creditNoteId, returnId, seriesId, requestedIssueDate, currency, lines, totals, ...(base === undefined ? {} : { base }) };
    const { answer } = this.account.do((state) => decideRequestCreditNote({ ...request, inputHash: 'h', standAloneAllowed: true }, state, [this.invoice]));
    expect(answer.kind).toBe('requested');
    this.credits.push(assignment);
    return undefined;
  }

  left(): InvoiceLineLeft[] {
    const { invoiceId, accountId, issueDate, currency, base, totals } = this.invoice;
    const credited = this.account.state.credited.get(invoiceId) ?? new Map<string, never>();
    const gone = [...credited.values()].reduce((sum, { net, tax }) => ({ net: sum.net + net, tax: sum.tax + tax }), { net: 0n, tax: 0n });
    const invoice = { invoiceId, base, totals, credited: gone, creditedBase: this.account.state.creditedBase.get(invoiceId) ?? { net: 0n, tax: 0n } };
    return this.invoice.lines.map((line) => {
      const taken = credited.get(line.lineId) ?? { quantity: '0', net: 0n, tax: 0n };
      return {
        invoiceId, invoiceLineId: line.lineId, accountId, issueDate, currency, unitPrice: line.unitPrice, taxCategory: line.taxCategory, taxRate: line.taxRate,
        quantityLeft: decimalOf(line.quantity).minus(decimalOf(taken.quantity)).toFixed(),
        netLeft: formatMinor(minorOf(line.net, this.digits) - taken.net, this.digits),
        taxLeft: formatMinor(minorOf(line.tax, this.digits) - taken.tax, this.digits),
        line, invoice, ...(taken.recognition === undefined ? {} : { credited: taken.recognition }),
      };
    });
  }

  /** The sum of one figure over all credits, in minor units. */
  sum(of: (credit: CreditAssignment) => string | undefined, digits = this.digits): bigint {
    return this.credits.reduce((sum, credit) => sum + minorOf(of(credit) ?? '0', digits), 0n);
  }

  named(lineId: string, more: Pick<ReturnLine, 'net' | 'delivery'> & Partial<Pick<ReturnLine, 'quantity'>>): ReturnLine {
    const line = this.invoice.lines.find((each) => each.lineId === lineId)!;
    const { unitPrice, taxCategory, taxRate } = line;
    const { quantity = '1' } = more;
    const figures = more.net === undefined ? { quantity, unitPrice } : { quantity: '1', unitPrice: more.net };
    return { lineId: '1', description: 'x', taxCategory, taxRate, invoiceId: 'i', invoiceLineId: lineId, ...more, ...figures };
  }
}

const standard = (lineId: string, quantity: string, unitPrice: string, more: Partial<SaleLine> = {}): SaleLine =>
  saleLine({ lineId, quantity, unitPrice, taxCategory: 'S', taxRate: '20', ...more });

describe('credits of one invoice', () => {
  it('getlago/lago-api PR 2643: four credits of one line each of an invoice of 334.99 come to 334.99, where each for itself would make 335.00', () => {
    const prices = ['68.33', '68.33', '57.50', '85.00'];
    const credited = new Credited(prices.map((price, index) => standard(String(index), '1', price)));
    expect(credited.invoice.totals.gross).toBe('334.99');
    prices.forEach((_price, index) => expect(credited.credit({ lines: [credited.named(String(index), { quantity: '1' })] })).toBeUndefined());
    expect(credited.sum(({ totals }) => totals.gross)).toBe(33_499n);
    expect(prices.reduce((sum, price) => sum + minorOf(decimalOf(price).times('1.2').toFixed(2), 2), 0n)).toBe(33_500n);
  });

  const anyLine = fc.record({ quantity: fc.integer({ min: 1, max: 9 }), cents: fc.integer({ min: 1, max: 9_999 }), rate: fc.constantFrom('20', '5', '0'), daily: fc.boolean() });
  const anyCredit = fc.record({
    line: fc.nat(3), by: fc.constantFrom('quantity', 'amount', 'too-much'), part: fc.integer({ min: 1, max: 100 }), delivery: fc.constantFrom('undelivered', 'delivered', 'price'),
  });
  const servicePeriod = { from: '2010-12-05', to: '2011-03-04' };

  it('never exceed a line, and cancelled in the end they come to the invoice exactly, in both currencies', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 4 }), fc.array(anyCredit, { maxLength: 8 }), (given, wanted) => {
        const lines = given.map(({ quantity, cents, rate, daily }, index) =>
          standard(String(index), String(quantity), formatMinor(BigInt(cents), 2), { taxRate: rate, ...(daily ? { recognition: 'daily', servicePeriod } : {}) }),
        );
        const credited = new Credited(lines, { documentDiscountPercent: '3.3' });
        for (const { line: place, by, part, delivery } of wanted) {
          const left = credited.left()[place % lines.length]!;
          const net = (minorOf(left.netLeft, 2) * BigInt(part)) / 100n;
          if (by === 'too-much') {
            const over = formatMinor(minorOf(left.netLeft, 2) + 1n, 2);
            expect(credited.credit({ lines: [credited.named(left.invoiceLineId, { net: over, delivery })] })).toBe('RETURN.OVER_INVOICED');
          } else if (by === 'amount' && net > 0n) {
            expect(credited.credit({ lines: [credited.named(left.invoiceLineId, { net: formatMinor(net, 2), delivery })] })).toBeUndefined();
          } else if (by === 'quantity' && decimalOf(left.quantityLeft).gte(1) && minorOf(left.netLeft, 2) > 0n && delivery !== 'price') {
            credited.credit({ lines: [credited.named(left.invoiceLineId, { quantity: '1', delivery })] });
          }
          expect(credited.left().every(({ netLeft, taxLeft, quantityLeft }) => ![netLeft, taxLeft, quantityLeft].some((each) => each.startsWith('-')))).toBe(true);
        }
        const rest = credited.credit({ cancelsInvoiceId: 'i' });
        expect([undefined, 'RETURN.NOTHING_TO_CREDIT']).toContain(rest);
        const { totals, base } = credited.invoice;
        expect([credited.sum((credit) => credit.totals.net), credited.sum((credit) => credit.totals.tax)]).toEqual([minorOf(totals.net, 2), minorOf(totals.tax, 2)]);
        expect([credited.sum((credit) => credit.base?.net), credited.sum((credit) => credit.base?.tax)]).toEqual([minorOf(base.net, 2), minorOf(base.tax, 2)]);
      }),
      { numRuns: 150 },
    );
  });
});
