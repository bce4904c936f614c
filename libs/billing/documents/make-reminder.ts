import { renderReminder } from '#documents';
import { accountParts, streamName, type Checked, type ReminderDue } from '#ledger';
import { notFound, passed, type DocumentFacts, type DocumentSource } from './document-facts';
import { pdfDocument, type MadeDocument } from './made-document';

/** A letter to a debtor, as it was claimed: its items and amounts, the names and the branding are those known then. */
export async function makeReminder(source: DocumentSource, everything: DocumentFacts, reminderId: string): Promise<Checked<MadeDocument>> {
  const [record] = (await source.lookups.reminders({ reminderId }, { limit: 1 })).items;
  if (record === undefined) {
    return notFound('reminder', reminderId);
  }
  const { accountId } = record;
  const facts = everything.asKnownAt(record.sequence);
  const { entityId, customerId } = accountParts(accountId);
  const due = await claimOf(source, facts, record);
  const found = await facts.addressee(customerId);
  if (found === undefined) {
    return notFound('customer', customerId);
  }
  const profile = await facts.configuration(entityId);
  const bytes = await renderReminder({
    profile,
    language: found.language ?? profile.language ?? 'en',
    customer: found.customer,
    reminderId,
    runDate: due.runDate,
    level: due.level ?? 'reminder',
    currency: due.currency,
    items: record.items.map(({ documentNumber, instalment, dueDate, openAmount }) => ({ documentNumber, instalment, dueDate, openAmount })),
    ...(due.fee === undefined ? {} : { fee: { currency: due.fee.currency, amount: due.fee.amount } }),
  });
  return passed(pdfDocument(`reminder-${due.runDate}-${accountId}`, bytes));
}

/** The claim itself: the read model keeps no tone and no fee. */
async function claimOf(source: DocumentSource, facts: DocumentFacts, { accountId, sequence }: { readonly accountId: string; readonly sequence: number }): Promise<ReminderDue['data']> {
  const stream = streamName('account', accountId);
  const { items } = await source.lookups.eventsOf({ stream }, { after: sequence - 1, limit: 1 });
  const revision = items[0]?.revision;
  if (revision === undefined) {
    throw new Error(`${stream} holds nothing at sequence ${sequence}; run \`daybook rebuild\``);
  }
  return facts.eventAt<ReminderDue>(stream, revision, 'ReminderDue');
}
