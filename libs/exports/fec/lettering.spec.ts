import * as fc from 'fast-check';
import type { LedgerEvent } from '#ledger';
import type { BookedEntry } from '../journal/journal-entries';
import { Lettering } from './lettering';

const year = { from: '2025-01-01', to: '2025-12-31' };

/** An entry that moves the receivable of these items by so much together; what it is called does not matter here. */
const moved = (items: readonly string[], amount: bigint, postingDate = '2025-05-05'): BookedEntry => ({
  fact: { type: 'InvoiceWrittenOff', data: { items: items.map((invoiceId) => ({ invoiceId })) } } as unknown as LedgerEvent,
  entry: { postingDate, lines: [{ role: 'receivables', baseAmount: amount }, { role: 'bank', baseAmount: -amount }] } as unknown as BookedEntry['entry'],
  accountOf: () => { throw new Error('not asked'); },
});

function lettered(entries: readonly BookedEntry[]): (string | undefined)[] {
  const lettering = new Lettering(year);
  for (const entry of entries) lettering.take(entry);
  lettering.finish();
  return entries.map((entry) => lettering.letterOf(entry)?.code);
}

describe('lettering', () => {
  it('ties what was settled together: one payment over two invoices is one lettering', () => {
    expect(lettered([moved(['a'], 10n), moved(['b'], 5n), moved(['c'], 7n), moved(['d'], 1n), moved(['a', 'b'], -15n), moved(['d'], -1n)])).toEqual(['AAA', 'AAA', undefined, 'AAB', 'AAA', 'AAB']);
  });

  it('leaves out what began before the year, and does not see what comes after it', () => {
    expect(lettered([moved(['a'], 10n, '2024-12-31'), moved(['a'], -10n)])).toEqual([undefined, undefined]);
    expect(lettered([moved(['a'], 10n), moved(['a'], -10n, '2026-01-01')])).toEqual([undefined, undefined]);
  });

  it('comes to zero under every code, and is left off nothing that could have one, whatever was moved with what', () => {
    const item = fc.constantFrom(...'abcdefghij');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.uniqueArray(item, { minLength: 1, maxLength: 3 }), fc.integer({ min: -2, max: 2 })), { maxLength: 30 }), (moves) => {
        const codes = lettered(moves.map(([items, amount]) => moved(items, BigInt(amount))));
        const sums = new Map<string | undefined, number>();
        for (const [index, [, amount]] of moves.entries()) sums.set(codes[index], (sums.get(codes[index]) ?? 0) + amount);
        for (const [code, sum] of sums) if (code !== undefined) expect(sum).toBe(0);
        // Moves that share an item share a code.
        for (const [index, [items]] of moves.entries()) {
          for (const [other, [others]] of moves.entries()) if (items.some((each) => others.includes(each))) expect(codes[other]).toBe(codes[index]);
        }
      }),
    );
  });

  it('holds many items', () => {
    const entries = Array.from({ length: 3000 }, (_, index) => [moved([`i${index}`], 3n), moved([`i${index}`], -3n)]).flat();
    const codes = lettered(entries);
    expect(new Set(codes).size).toBe(3000);
    expect(codes.slice(-2)).toEqual(['ELJ', 'ELJ']);
  });
});
