import type { ErasureOutlook } from '#billing';

const recordNames: Readonly<Record<keyof ErasureOutlook['records'], readonly [one: string, more: string]>> = {
  customer: ['record of the customer', 'records of the customer'],
  payment: ['payment with its payer', 'payments with their payers'],
  'bank-line': ['bank line with its texts', 'bank lines with their texts'],
  inquiry: ['inquiry with its answers', 'inquiries with their answers'],
  approval: ['request for approval', 'requests for approval'],
  contact: ['account with logged contacts', 'accounts with logged contacts'],
  delivery: ['delivery with its address', 'deliveries with their addresses'],
  satisfaction: ['account with comments', 'accounts with comments'],
  reminder: ['reminder with its letter', 'reminders with their letters'],
};

/** What can no longer be read, a line each. */
export function shownRecords(records: ErasureOutlook['records']): readonly string[] {
  return (Object.keys(recordNames) as (keyof typeof recordNames)[]).flatMap((kind) => {
    const count = records[kind] ?? 0;
    return count === 0 ? [] : [`  ${count} ${recordNames[kind][count === 1 ? 0 : 1]}`];
  });
}

/** What is erased, what stays, and what forbids it, for whoever is about to decide. */
export function shownOutlook({ records, files, documents, holds, retained, openAccounts }: ErasureOutlook): string {
  const erased = [...shownRecords(records), ...files.map((file) => `  file ${file}`)];
  const kept = [
    ...[...documents].map(([entityId, last]) => `  documents of ${entityId}, the last of ${last}: numbers, dates, amounts and tax`),
    '  every fact with its hashes and seals; ids, amounts, bookings and reports',
  ];
  const forbids = [
    ...holds.map(({ holdId, until, reason }) => `  retention hold ${JSON.stringify(holdId)} ${until === undefined ? 'until it is lifted' : `until ${until}`}: ${reason}`),
    ...retained.map(({ entityId, lastDocumentOn, years, until }) => `  ${entityId} keeps its documents for ${years} years, the last of ${lastDocumentOn}: until ${until}`),
    ...openAccounts.map(({ accountId, open }) => `  account ${accountId} is not settled: ${open}`),
  ];
  return [
    'Nobody could read any more', ...erased, 'Kept', ...kept, ...(forbids.length === 0 ? [] : ['It is forbidden by', ...forbids]),
  ].join('\n');
}

/** Where texts about the person may still lie; the program cannot reach them. */
export const outOfReach =
  'Out of reach: mail that was sent, backups and exports made before, documents written to folders of yours, and what followers copied. Delete or tell them.';
