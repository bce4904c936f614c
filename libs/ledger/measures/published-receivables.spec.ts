import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { epochDay } from '../dates';
import type { PaidInvoice } from './late-payment';
import { scoreLatePayment } from './score-late-payment';

const samples = process.env['DAYBOOK_SAMPLE_DATA'];
if (samples === undefined) {
  process.stderr.write('skipped: the prediction on 2,466 published receivables; set DAYBOOK_SAMPLE_DATA to the folder that holds receivables-2012-2013.csv\n');
}

/** The settings were chosen on what was settled before this day; only what was issued from it on is scored. */
const from = epochDay('2012-12-01');

(samples === undefined ? describe.skip : describe)('the prediction on published receivables', () => {
  it('is nearer than "as late as last time" and "on the due date", and knows better than the base rate', () => {
    const rows = readFileSync(join(samples ?? '', 'receivables-2012-2013.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
    const day = (row: readonly string[], column: number): number => epochDay(row[column] ?? '');
    const invoices = rows.map((row): PaidInvoice => ({ customerId: row[1] ?? '', issueDay: day(row, 3), dueDay: day(row, 4), settledDay: day(row, 7) }));
    const score = scoreLatePayment(invoices, { from });
    expect(score?.predictions).toBe(1302);
    expect(score?.errorDays).toBeLessThan(score?.errorLastTime ?? 0);
    expect(score?.errorDays).toBeLessThan(score?.errorDueDate ?? 0);
    expect(score?.brier).toBeLessThan(score?.brierBaseRate ?? 0);
  });
});
