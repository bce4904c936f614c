import type { AgingBody, AgingFigures, AgingSection, ReceivablesBody, ReceivablesItem, ReceivablesSection } from '#read-models';
import { grouped } from '../output/amounts';
import { amount, text, type ReportView, type ViewSection } from './report-view';

export function receivablesView(body: ReceivablesBody): ReportView {
  return { title: 'Receivables', sections: body.sections.map(receivablesSection) };
}

const itemCells = (customerId: string, item: ReceivablesItem): readonly string[] => [
  customerId, item.kind, item.part === 1 ? item.documentNumber : `${item.documentNumber}/${item.part}`, item.issueDate,
  item.kind === 'invoice' ? item.dueDate : '', item.kind === 'invoice' ? String(item.daysLate) : '', item.disputed ? 'yes' : '', item.open,
];

function receivablesSection({ entityId, currency, accounts, unidentified, totals }: ReceivablesSection): ViewSection {
  return {
    entityId,
    currency,
    columns: [text('customer'), text('kind'), text('document'), text('date'), text('due'), amount('days late'), text('disputed'), amount('open')],
    rows: [
      ...accounts.flatMap((account) => account.items.map((item) => itemCells(account.customerId, item))),
      ...unidentified.map((item) => itemCells('', item)),
    ],
    remarks: [
      `Receivables ${grouped(totals.receivables)} less unapplied receipts ${grouped(totals.unappliedReceipts)} and credits ${grouped(totals.unappliedCredits)}: ` +
        `${grouped(totals.balance)} ${currency} owed on balance. Unidentified receipts: ${grouped(totals.unidentifiedReceipts)}.`,
    ],
  };
}

export function agingView(body: AgingBody): ReportView {
  return { title: body.by === 'due-date' ? 'Aging by due date' : 'Aging by invoice date', sections: body.sections.map(agingSection) };
}

function agingSection(section: AgingSection): ViewSection {
  const items = section.totals.items.map((count, index) => `${section.buckets[index] ?? ''}: ${grouped(String(count))}`);
  return {
    entityId: section.entityId,
    currency: section.currency,
    columns: [
      text('customer'), ...section.buckets.map(amount), amount('total'), amount('disputed'), amount('unapplied\nreceipts'), amount('unapplied\ncredits'),
      amount('balance'),
    ],
    rows: section.rows.map((row) => [row.customerId, ...agingCells(row)]),
    totals: ['total', ...agingCells(section.totals)],
    remarks: [`Items: ${items.join(', ')}. Unidentified receipts: ${grouped(section.unidentifiedReceipts)} ${section.currency}.`],
  };
}

const agingCells = (row: AgingFigures): readonly string[] => [...row.amounts, row.total, row.disputed, row.unappliedReceipts, row.unappliedCredits, row.balance];
