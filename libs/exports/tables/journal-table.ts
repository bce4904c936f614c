import { currencyDigits } from '#ledger';
import { formatMinor } from '#money';
import type { BookedEntry } from '../journal/journal-entries';
import type { ExportTable, TableColumn } from './export-table';

const columns: readonly TableColumn[] = [
  { name: 'sequence', kind: 'number' },
  { name: 'line', kind: 'number' },
  { name: 'entity', kind: 'text' },
  { name: 'effective date', kind: 'day' },
  { name: 'posting date', kind: 'day' },
  { name: 'recorded at', kind: 'text' },
  { name: 'event', kind: 'text' },
  { name: 'document', kind: 'text' },
  { name: 'account', kind: 'text' },
  { name: 'account name', kind: 'text' },
  { name: 'role', kind: 'text' },
  { name: 'debtor', kind: 'text' },
  { name: 'tax code', kind: 'text' },
  { name: 'currency', kind: 'text' },
  { name: 'amount', kind: 'number' },
  { name: 'base currency', kind: 'text' },
  { name: 'base amount', kind: 'number' },
];

/** Every line of the journal in log order: debit positive, credit negative. */
export const journalTable = (entries: AsyncIterable<BookedEntry>): ExportTable => ({ name: 'Journal', columns, rows: journalRows(entries) });

async function* journalRows(entries: AsyncIterable<BookedEntry>): AsyncGenerator<readonly string[]> {
  let sequence = 0;
  let number = 0;
  for await (const { entry } of entries) {
    number = entry.sequence === sequence ? number : 0;
    sequence = entry.sequence;
    const recordedAt = new Date(entry.recordedAt).toISOString();
    for (const line of entry.lines) {
      number += 1;
      yield [
        String(sequence), String(number), entry.entityId, entry.effectiveDate, entry.postingDate, recordedAt, entry.eventType, entry.document,
        line.accountCode, line.accountName, line.role, line.accountId, line.taxCode, line.currency,
        formatMinor(line.amount, currencyDigits(line.currency)), line.baseCurrency, formatMinor(line.baseAmount, currencyDigits(line.baseCurrency)),
      ];
    }
  }
}
