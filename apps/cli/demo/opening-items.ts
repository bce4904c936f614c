import { RecordExternalInvoice } from '#billing';
import { accepted, contextOf, type CommandSink } from '../command-runner';

/** Older invoices of a former system that were still open at the start: made up, so that every aging bucket has items. */
export const openingItems = [
  { customerId: '17850', documentNumber: 'F-1041', issueDate: '2010-09-01', dueDate: '2010-10-01', gross: '412.50' },
  { customerId: '13047', documentNumber: 'F-1077', issueDate: '2010-09-20', dueDate: '2010-10-20', gross: '1180.00' },
  { customerId: '12583', documentNumber: 'F-1102', issueDate: '2010-10-15', dueDate: '2010-11-14', gross: '96.20' },
] as const;

/** Brings the opening items forward: they post against the opening balance and keep their own numbers. */
export async function bringForward(sink: CommandSink, entityId: string, currency: string): Promise<void> {
  for (const { customerId, documentNumber, issueDate, dueDate, gross } of openingItems) {
    const body = {
      source: 'former-system', documentNumber, mode: 'opening' as const, entityId, customerId, issueDate, currency, gross,
      instalments: [{ dueDate, amount: gross }],
    };
    await accepted(sink, () => new RecordExternalInvoice(body, contextOf('import', 'demo', `opening:${documentNumber}`)));
  }
}
