import type { BankLineRecord } from '#read-models';
import { waitingCsv, waitingLines } from './show-waiting';

const line = {
  statementId: 'BS-0cc01f0a903a6c2053db1eb3c20d6ca7', lineId: 'BL-5a19563ea6dcc132add1b56c63d41c5f', valueDate: '2024-03-11', amount: '47.60', currency: 'EUR',
  discrepancy: 'ambiguous', name: '=Ada()', text: 'Invoice R-0001', proposals: [{ accountId: 'DE~K1', confidence: 65 }],
} as unknown as BankLineRecord;

describe('bank lines that wait for a person', () => {
  it('are shown with whole ids on a narrow terminal', () => {
    const shown = waitingLines([line], { width: 80, colour: false });
    expect(shown).toContain(`1  ${line.statementId} ${line.lineId}`);
    expect(shown).toContain('47.60');
  });

  it('are given as CSV without a formula', () => {
    const [head, row] = waitingCsv([line]).trimEnd().split(/\r?\n/);
    expect(head).toContain('statement');
    expect(row).toContain(`${line.statementId},${line.lineId}`);
    expect(row).not.toMatch(/,=/);
    expect(row).toContain('DE~K1 65 %');
  });
});
