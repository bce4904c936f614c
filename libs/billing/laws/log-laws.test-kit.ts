import type { InvoiceIssued } from '#ledger';
import { dataOf, type Fact } from './log.test-kit';
import { digitsOf, itemsOf, type Item } from './movements.test-kit';

const add = (sums: Map<string, bigint>, key: string, amount: bigint): void => void sums.set(key, (sums.get(key) ?? 0n) + amount);

/** What an item is open for at the end of each day on which something moves it is never below zero. */
function negativeDays(item: Item): string[] {
  const days = new Map<string, bigint>();
  for (const { on, amount } of item.movements) add(days, on, amount);
  let open = 0n;
  const broken: string[] = [];
  for (const [day, amount] of [...days].sort(([left], [right]) => (left < right ? -1 : 1))) {
    open += amount;
    if (open < 0n) broken.push(`${item.kind} ${item.owner} ${item.document}/${item.part} stands at ${open} ${item.currency} on ${day}`);
  }
  return broken;
}

/** Open amounts are never negative at any date; a document closed in its currency is closed in base currency. */
export function brokenItems(facts: readonly Fact[]): string[] {
  const items = itemsOf(facts);
  const whole = new Map<string, { open: bigint; base: bigint }>();
  for (const { kind, owner, document, open, base } of items) {
    const key = `${kind} ${owner} ${document}`;
    const before = whole.get(key) ?? { open: 0n, base: 0n };
    whole.set(key, { open: before.open + open, base: before.base + base });
  }
  return [
    ...items.flatMap(negativeDays),
    ...[...whole].filter(([, { open, base }]) => open === 0n && base !== 0n).map(([key, { base }]) => `${key} is closed in its currency but stands at ${base} in base currency`),
  ];
}

function creditable(invoices: readonly InvoiceIssued['data'][]): Map<string, bigint> {
  const left = new Map<string, bigint>();
  for (const invoice of invoices) {
    for (const line of invoice.lines) {
      add(left, `line ${line.lineId} of ${invoice.invoiceId}, net`, digitsOf(line.net));
    }
    for (const row of invoice.taxSummary) {
      add(left, `${row.category} ${row.rate} of ${invoice.invoiceId}, net`, digitsOf(row.base));
      add(left, `${row.category} ${row.rate} of ${invoice.invoiceId}, tax`, digitsOf(row.tax));
    }
    add(left, `gross of ${invoice.invoiceId}`, digitsOf(invoice.totals.gross));
    add(left, `base gross of ${invoice.invoiceId}`, digitsOf(invoice.base.gross));
  }
  return left;
}

/** Credits of an invoice never exceed it: per line, per tax rate, and as a whole. */
export function brokenCredits(facts: readonly Fact[]): string[] {
  const left = creditable(dataOf(facts, 'InvoiceIssued'));
  for (const note of dataOf(facts, 'CreditNoteIssued')) {
    for (const line of note.lines) {
      if (line.invoiceId === undefined) continue;
      add(left, `line ${line.invoiceLineId} of ${line.invoiceId}, net`, -digitsOf(line.net));
      add(left, `${line.taxCategory} ${line.taxRate} of ${line.invoiceId}, net`, -digitsOf(line.net));
      add(left, `${line.taxCategory} ${line.taxRate} of ${line.invoiceId}, tax`, -digitsOf(line.tax));
      add(left, `gross of ${line.invoiceId}`, -digitsOf(line.net) - digitsOf(line.tax));
    }
    const only = new Set(note.lines.map(({ invoiceId }) => invoiceId));
    if (only.size === 1 && note.lines[0]!.invoiceId !== undefined) add(left, `base gross of ${note.lines[0]!.invoiceId}`, -digitsOf(note.base.gross));
  }
  return [...left].filter(([, amount]) => amount < 0n).map(([what, amount]) => `${what} is credited by ${-amount} too much`);
}

/** Numbers of a register follow one another without a gap, and its dates never decrease. */
export function brokenRegisters(facts: readonly Fact[]): string[] {
  const series = new Map(dataOf(facts, 'SeriesOpened').map(({ seriesId, firstNumber }) => [seriesId, { number: firstNumber, date: '' }]));
  const broken: string[] = [];
  for (const document of [...dataOf(facts, 'InvoiceIssued'), ...dataOf(facts, 'CreditNoteIssued')]) {
    const next = series.get(document.seriesId)!;
    if (document.number !== next.number) broken.push(`${document.seriesId} goes on with ${document.number}, not ${next.number}`);
    if (document.issueDate < next.date) broken.push(`${document.documentNumber} is dated before the one before it`);
    series.set(document.seriesId, { number: document.number + 1, date: document.issueDate });
  }
  return broken;
}

/** Each sale and each contract item's charge is billed by one invoice. */
export function brokenBilling(facts: readonly Fact[]): string[] {
  const billed = new Map<string, number>();
  for (const { saleIds } of dataOf(facts, 'InvoiceIssued')) for (const saleId of saleIds) billed.set(saleId, (billed.get(saleId) ?? 0) + 1);
  return [...billed].filter(([, times]) => times > 1).map(([saleId, times]) => `sale ${saleId} is billed ${times} times`);
}

export const brokenInLog = (facts: readonly Fact[]): string[] => [
  ...brokenItems(facts), ...brokenCredits(facts), ...brokenRegisters(facts), ...brokenBilling(facts),
];
