import type { InvoiceIssued, InvoiceLine } from '../invoice-register/invoice.events';
import { listNets } from './list-net';

const line = (quantity: string, unitPrice: string, net: string, more: Partial<InvoiceLine> = {}): InvoiceLine => ({
  lineId: '1', description: 'Thing', quantity, unitPrice, net, tax: '0.00', taxCategory: 'S', taxRate: '20', recognition: { rule: 'at-issue' }, ...more,
});
const listed = (lines: InvoiceLine[], more: Partial<InvoiceIssued['data']> = {}): readonly bigint[] => listNets({ currency: 'EUR', lines, ...more });

test.each([
  ['no discount: the net itself, whatever its rounding', [line('3', '0.335', '1.01')], {}, [101n]],
  ['12.5 percent off 20', [line('2', '10', '17.50', { discountPercent: '12.5' })], {}, [2000n]],
  ['an amount off 20', [line('2', '10', '17.50', { discountAmount: '2.50' })], {}, [2000n]],
  ['given away', [line('2', '10', '0.00', { discountPercent: '100' })], {}, [2000n]],
  ['given away, with tax in the price', [line('2', '12', '0.00', { discountPercent: '100' })], { taxInclusive: 'net-first' as const }, [2000n]],
  ['12 off with 20 percent tax in it, after 10 percent', [line('1', '12', '9.00', { discountPercent: '10' })], { taxInclusive: 'net-first' as const }, [1000n]],
  ['10 percent off the document', [line('1', '50', '45.00'), line('1', '100', '90.00')], { documentDiscountPercent: '10' }, [5000n, 10000n]],
  ['15 off a document of 150', [line('1', '50', '45.00'), line('1', '100', '90.00')], { documentDiscountAmount: '15.00' }, [5000n, 10000n]],
  // 37 × 4.49 = 166.13: worked back from a net rounded twice it came to 166.14.
  ['a line and a document discount that leave odd cents', [line('37', '4.49', '149.06', { discountPercent: '7.5' })], { documentDiscountPercent: '3' }, [16613n]],
  ['both, one on the other', [line('1', '100', '81.00', { discountPercent: '10' })], { documentDiscountPercent: '10' }, [10000n]],
  ['nothing at all', [line('1', '0', '0.00')], { documentDiscountAmount: '0.00' }, [0n]],
])('%s', (_, lines, document, expected) => {
  expect(listed(lines, document)).toEqual(expected);
});
