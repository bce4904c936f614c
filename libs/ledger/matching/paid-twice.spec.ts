import { indexOpenItems, matchLines, type BankLine } from '.';

const facts = {
  items: [{ invoiceId: 'I7', number: 'RE-0007', instalment: 1, accountId: 'DE~A', currency: 'EUR', open: 11_900n, dueDate: '2026-07-10' }],
  payers: [{ accountId: 'DE~A', names: [], ibans: [] }],
};
const line = (lineId: string, bookedOn: string, more: Partial<BankLine> = {}): BankLine => ({
  lineId, bookedOn, valueDate: bookedOn, currency: 'EUR', amount: 11_900n, text: 'RE0007', name: 'Ada Sample', iban: 'DE89370400440532013000', ...more,
});
const read = (...lines: BankLine[]) => matchLines(indexOpenItems(facts), lines).map((result) => (result.kind === 'automatic' ? 'automatic' : result.discrepancy));

describe('An invoice paid twice within one run', () => {
  it('is paid by the first payment, and the second is named a duplicate', () => {
    expect(read(line('L2', '2026-07-07'), line('L1', '2026-07-06'))).toEqual(['duplicate', 'automatic']);
  });

  it('comes to the same as in two runs', () => {
    const settled = [{ invoiceId: 'I7', number: 'RE-0007', accountId: 'DE~A', currency: 'EUR', amount: 11_900n }];
    const second = matchLines(indexOpenItems({ ...facts, items: [], settled }), [line('L2', '2026-07-07')])[0];
    const resolution = second?.kind === 'parked' ? second.resolution : '';
    const together = matchLines(indexOpenItems(facts), [line('L1', '2026-07-06'), line('L2', '2026-07-07')]);
    expect(together[1]).toMatchObject({ kind: 'parked', discrepancy: 'duplicate', resolution });
  });

  it('waits for a person when two payers claim it: one of them wrote another number', () => {
    expect(read(line('L1', '2026-07-06'), line('L2', '2026-07-07', { name: 'Bob Trader', iban: 'DE02120300000000202051' }))).toEqual(['ambiguous', 'ambiguous']);
  });
});
