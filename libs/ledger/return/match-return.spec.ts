import * as fc from 'fast-check';
import { Decimal, decimalOf, knownCurrency, minorOf } from '#money';
import { creditLines } from './credit-lines';
import type { InvoiceLineLeft } from './invoice-lines-left';
import { matchReturn, type MatchRules } from './match-return';
import type { CreditLine, ReturnLine } from './return.events';

const gbp = knownCurrency('GBP');
const rules: MatchRules = { accountId: 'UK~17850', currency: gbp, mode: 'half-up', receivedOn: '2010-12-08', walkIn: false };

const left = (changes: Partial<InvoiceLineLeft> = {}): InvoiceLineLeft => ({
  invoiceId: 'i1', invoiceLineId: '1', accountId: 'UK~17850', issueDate: '2010-12-01', currency: 'GBP', productCode: '85123A',
  unitPrice: '2.55', taxCategory: 'S', taxRate: '20', quantityLeft: '6', netLeft: '15.30', taxLeft: '3.06', ...changes,
});
const back = (changes: Partial<ReturnLine> = {}): ReturnLine => ({
  lineId: '1', productCode: '85123A', description: 'Heart holder', quantity: '2', unitPrice: '2.55', taxCategory: 'S', taxRate: '20', ...changes,
});

function credited(lines: readonly ReturnLine[], candidates: readonly InvoiceLineLeft[], changes: Partial<MatchRules> = {}): readonly CreditLine[] {
  const matched = matchReturn(lines, candidates, { ...rules, ...changes });
  const credit = matched.ok ? creditLines(matched.value, { currency: gbp, rounding: { basis: 'tax-rate', mode: 'half-up' } }, '2010-12-08') : matched;
  if (!credit.ok) {
    throw new Error(credit.refusal.code);
  }
  return credit.value;
}
const pieces = (lines: readonly CreditLine[]) => lines.map(({ invoiceId, quantity }) => [invoiceId ?? 'alone', quantity]);

describe('matching a return to invoice lines', () => {
  it('takes the latest invoice first, then earlier ones, and leaves the rest alone', () => {
    const candidates = [left({ invoiceId: 'i3', issueDate: '2010-12-07', quantityLeft: '1' }), left({ invoiceId: 'i2', quantityLeft: '2' })];
    const lines = credited([back({ quantity: '5' })], candidates);
    expect(pieces(lines)).toEqual([['i3', '1'], ['i2', '2'], ['alone', '2']]);
    expect(lines.map(({ lineId, returnLineId }) => [lineId, returnLineId])).toEqual([['1', '1'], ['2', '1'], ['3', '1']]);
    expect(lines[2]).toMatchObject({ net: '5.10', tax: '1.02' });
  });

  it.each<[string, Partial<InvoiceLineLeft>]>([
    ['another account', { accountId: 'UK~other' }],
    ['another product', { productCode: '84029G' }],
    ['another price', { unitPrice: '2.10' }],
    ['another currency', { currency: 'EUR' }],
    ['a later invoice', { issueDate: '2010-12-09' }],
    ['nothing left', { quantityLeft: '0', netLeft: '0.00', taxLeft: '0.00' }],
  ])('never takes from %s', (_why, changes) => expect(pieces(credited([back()], [left(changes)]))).toEqual([['alone', '2']]));

  it('compares prices as numbers, and never matches what has no product code', () => {
    expect(pieces(credited([back({ unitPrice: '2.550' })], [left()]))).toEqual([['i1', '2']]);
    const { productCode: _none, ...unnamed } = back();
    const { productCode: _neither, ...bare } = left();
    expect(pieces(credited([unnamed], [bare]))).toEqual([['alone', '2']]);
  });

  it('matches a walk-in to no stranger, but to a line it names', () => {
    expect(pieces(credited([back()], [left()], { walkIn: true }))).toEqual([['alone', '2']]);
    expect(pieces(credited([back({ invoiceId: 'i1', invoiceLineId: '1' })], [left()], { walkIn: true }))).toEqual([['i1', '2']]);
  });

  it('does not give the same quantity to two lines, and serves named lines first', () => {
    const lines = credited([back({ quantity: '4' }), back({ lineId: '2', quantity: '4', invoiceId: 'i1' })], [left()]);
    expect(pieces(lines)).toEqual([['i1', '2'], ['alone', '2'], ['i1', '4']]);
  });

  it('takes the tax of the invoice line it takes from', () => {
    expect(credited([back({ taxCategory: 'Z', taxRate: '0' })], [left()])[0]).toMatchObject({ taxCategory: 'S', taxRate: '20', net: '5.10', tax: '1.02' });
  });

  it.each<[string, Partial<ReturnLine>]>([
    ['RETURN.INVOICE_LINE_UNKNOWN', { invoiceId: 'i9', invoiceLineId: '1' }],
    ['RETURN.INVOICE_LINE_UNKNOWN', { invoiceId: 'i1', invoiceLineId: '9' }],
    ['RETURN.INVOICE_LINE_UNKNOWN', { invoiceId: 'i1', productCode: 'other' }],
    ['RETURN.INVOICE_MISSING', { invoiceLineId: '1' }],
    ['RETURN.PRICE_DIFFERS', { invoiceId: 'i1', invoiceLineId: '1', unitPrice: '9.99' }],
    ['RETURN.OVER_INVOICED', { invoiceId: 'i1', invoiceLineId: '1', quantity: '6.000001' }],
  ])('refuses %s', (code, changes) => expect(() => credited([back(changes)], [left()])).toThrow(code));

  it('cancels an invoice line exactly, in however many parts it comes back', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(parts, fc.bigInt({ min: 0n, max: 10n ** 8n }), fc.bigInt({ min: 0n, max: 10n ** 7n }), (quantities, net, tax) => {
        const total = quantities.reduce((sum, quantity) => sum + quantity, 0);
        const amount = (minor: bigint): string => new Decimal(minor.toString()).div(100).toFixed(2);
        let rest = left({ quantityLeft: new Decimal(total).div(1000).toFixed(), netLeft: amount(net), taxLeft: amount(tax) });
        let [netTaken, taxTaken] = [0n, 0n];
        for (const quantity of quantities) {
          const [piece] = credited([back({ quantity: new Decimal(quantity).div(1000).toFixed() })], [rest]);
          if (piece === undefined) {
            throw new Error('nothing was credited');
          }
          expect(piece.net.startsWith('-') || piece.tax.startsWith('-')).toBe(false);
          netTaken += minorOf(piece.net, 2);
          taxTaken += minorOf(piece.tax, 2);
          const quantityLeft = decimalOf(rest.quantityLeft).minus(decimalOf(piece.quantity)).toFixed();
          rest = { ...rest, quantityLeft, netLeft: amount(net - netTaken), taxLeft: amount(tax - taxTaken) };
        }
        expect([netTaken, taxTaken]).toEqual([net, tax]);
      }),
    );
  });
});
