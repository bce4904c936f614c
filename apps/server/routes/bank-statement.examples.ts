import type { Type } from '@nestjs/common';
import { ImportBankStatementBody, MatchBankLinesBody, ResolveBankLineBody } from '#billing';

const statementId = 'BS-0c9d2f8a41b7e6d35c1f0a9b8e7d6c5b';
const lineId = 'BL-5f2b7c9e01d34a68b9c0e1f2a3b4c5d6';
const bankAccount = 'GB29NWBK60161331926819';

export const importedExample = {
  fileHash: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
  statements: [{ statementId, entityId: 'UK', bankAccount, statementNumber: '2010-249', from: '2010-12-20', to: '2010-12-20', lines: 1, known: false }],
};

export const matchingExample = { entityId: 'UK', lines: 1, matched: 0, parked: 1, seenBefore: 0, incomplete: [], refused: [] };

export const bankLineExample = {
  statementId, lineId, entityId: 'UK', bankAccount, currency: 'GBP', bookedOn: '2010-12-20', valueDate: '2010-12-20', amount: '100.00', reference: null, name: 'Ada Sample',
  account: null, text: 'thank you', state: 'parked', outcome: null, subjectId: null, accountId: null, discrepancy: 'unknown-payer', confidence: null,
  resolution: 'Nothing says for sure whose money this is. Choose the account, or ask the payer.', proposals: [], reasons: [], sequence: 120001,
};

export const resolvedExample = { statementId, lineId, state: 'matched', outcome: 'payment', subjectId: lineId };

const mt940 = [
  ':20:STATEMENT',
  ':25:GB29NWBK60161331926819',
  ':28C:249/1',
  ':60F:C101220GBP1000,00',
  ':61:1012201220C100,00NTRFNONREF',
  ':86:thank you',
  ':62F:C101220GBP1100,00',
  '-',
  '',
].join('\r\n');

export const bankStatementBodies: readonly (readonly [Type, object])[] = [
  [ImportBankStatementBody, { entityId: 'UK', file: Buffer.from(mt940).toString('base64') }],
  [MatchBankLinesBody, { entityId: 'UK', threshold: 90 }],
  [ResolveBankLineBody, { as: 'payment', accountId: 'UK~17850', items: [{ documentNumber: 'INV-000001', amount: '10.00' }], reason: 'the payer said so on the telephone' }],
];
