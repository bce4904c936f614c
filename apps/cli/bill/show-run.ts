import type { BillingPreviewAnswer, BillingRunAnswer, LeftWaiting } from '#billing';
import { grouped } from '../output/amounts';
import { renderTable, type Column, type TableStyle } from '../output/table';

/** What a run came to, in words. */
export function runLines(run: BillingRunAnswer): readonly string[] {
  const count = (number: number): string => grouped(String(number));
  return [
    `Run ${run.runId} for ${run.entityId}, through ${run.through}, dated ${run.issueDate}: completed.`,
    `${count(run.issued)} invoices issued from ${count(run.sources - run.dropped)} contracts and sales; ${count(run.empty)} with nothing to bill, ` +
      `${count(run.dropped)} dropped, ${count(run.credited)} of ${count(run.credits)} credits given.`,
    ...waitingLines(run.waiting),
  ];
}

const columns: readonly Column[] = [
  { title: 'customer' }, { title: 'from' }, { title: 'currency' }, { title: 'net', kind: 'amount' }, { title: 'tax', kind: 'amount' }, { title: 'gross', kind: 'amount' },
];

/** What a run would bill: a row per contract and sale, and what it comes to. */
export function previewLines(preview: BillingPreviewAnswer, style: TableStyle): readonly string[] {
  const rows = preview.invoices.flatMap(({ customerId, currency, sources }) =>
    sources.map(({ kind, id, net, tax, gross }) => [customerId, `${kind} ${id}`, currency, net, tax, gross]),
  );
  return [
    `Through ${preview.through}, dated ${preview.issueDate}. Nothing was written.`,
    ...(rows.length === 0 ? ['Nothing is due.'] : [renderTable(columns, rows, style)]),
    ...(preview.more ? ['More would be billed than is listed here.'] : []),
    ...preview.totals.map(({ currency, invoices, net, tax, gross }) => `${grouped(String(invoices))} invoices in ${currency}: net ${grouped(net)}, tax ${grouped(tax)}, gross ${grouped(gross)}.`),
    ...preview.credits.map(({ contractId, currency, net }) => `Credit to contract ${contractId}: net ${grouped(net)} ${currency}.`),
    ...waitingLines(preview.waiting),
  ];
}

const waitingLines = (waiting: readonly LeftWaiting[]): string[] =>
  waiting.map(({ code, reason, count, ids }) => `Waits: ${grouped(String(count))} (${code}), such as ${ids.slice(0, 3).join(', ')}: ${reason}`);
