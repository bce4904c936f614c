import type { BankLineRecord } from '#read-models';
import { csvLine } from '../output/safe-csv';
import { renderTable, type TableStyle } from '../output/table';

const bestOf = ({ proposals }: BankLineRecord): string => {
  const [best] = proposals as readonly { readonly accountId: string; readonly confidence: number }[];
  return best === undefined ? '' : `${best.accountId} ${best.confidence} %`;
};

/** The lines as a table, and beneath it their ids: whole, since a table cuts what is long and a cut id names nothing. */
export function waitingLines(items: readonly BankLineRecord[], style: TableStyle): string {
  const rows = items.map((line, at) => [
    String(at + 1), line.valueDate, line.amount, line.currency, line.discrepancy ?? '', line.name ?? '', line.text, bestOf(line),
  ]);
  const rest = [{ title: 'currency' }, { title: 'what' }, { title: 'payer' }, { title: 'text' }, { title: 'best proposal' }];
  const table = renderTable([{ title: '#' }, { title: 'day' }, { title: 'amount', kind: 'amount' }, ...rest], rows, style);
  return [table, ...items.map(({ statementId, lineId }, at) => `${at + 1}  ${statementId} ${lineId}`)].join('\n');
}

const csvHead = ['statement', 'line', 'day', 'amount', 'currency', 'what', 'payer', 'text', 'bestProposal'];

/** Every line whole, for a spreadsheet. */
export const waitingCsv = (items: readonly BankLineRecord[]): string =>
  [csvHead, ...items.map((line) => [
    line.statementId, line.lineId, line.valueDate, line.amount, line.currency, line.discrepancy ?? '', line.name ?? '', line.text, bestOf(line),
  ])].map(csvLine).join('');
