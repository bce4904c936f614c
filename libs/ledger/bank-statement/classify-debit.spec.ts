import { isBankFee } from './classify-debit';
import type { StatementLine } from './bank-statement.events';

const line = (amount: string, code: string, more: Partial<StatementLine> = {}): StatementLine =>
  ({ lineId: 'l', bookedOn: '2026-09-18', valueDate: '2026-09-18', amount, code, personal: { text: 'Erstattung Kontofuehrung' }, ...more });

test.each([
  ['a charge', line('-15.00', 'NCHG/808'), true],
  ['a charge that the bank gave back as a reversal', line('7.50', 'NCHG/808', { isReversal: true }), true],
  ['a charge given back', line('7.50', 'NCHG/808'), true],
  ['what the bank takes back, whatever its code', line('-7.50', 'NCHG/108', { isReversal: true }), false],
  ['a transfer', line('7.50', 'NTRF'), false],
  ['a payer who names a charge', line('7.50', 'NCHG', { personal: { text: '', iban: 'DE02120300000000202051' } }), false],
])('%s', (_what, given, expected) => {
  expect(isBankFee(given)).toBe(expected);
});
