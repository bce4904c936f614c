import type { MailAttachment } from '#delivery';
import { entityConfiguration } from '#ledger';
import type { Clock } from '../decisions/clock';
import { DocumentDesk, type DocumentSource } from '../documents';
import type { LedgerContext } from '../ledger/ledger-context';
import type { ReminderChannel, ReminderLetter } from '../reminders/reminder-channel';
import { CustomerLinks } from './customer-links';
import { customerUrlOptions, type DeliveryOptions } from './delivery-options';
import { attachmentOf, enclosuresOf } from './enclosure-source';
import { EmailReminderChannel } from './email-reminder-channel';

export type DeliveryParts = Pick<LedgerContext, 'mail' | 'documents' | 'links'> & { readonly emailReminders: readonly ReminderChannel[] };

export interface DeliverySurroundings extends Pick<LedgerContext, 'ledgerId' | 'streams' | 'readModels'> {
  readonly clock: Clock;
  /** What documents are made of. */
  readonly read: DocumentSource;
}

/** What a ledger needs to send documents, as far as it is set up. */
export function openDelivery(
  options: DeliveryOptions & { readonly dataFolder: string },
  { ledgerId, clock, streams, readModels, read }: DeliverySurroundings,
): DeliveryParts {
  const { mail = null } = options;
  const desk = new DocumentDesk(read);
  const links = new CustomerLinks(options.dataFolder, customerUrlOptions(options), clock);
  const sellerOf = (entityId: string) =>
    streams.entity.query(entityId, (state) => {
      const { name = entityId, email, phone } = entityConfiguration(state) ?? {};
      return { name, ...(email === undefined ? {} : { email }), ...(phone === undefined ? {} : { phone }) };
    });
  const emailReminders =
    mail === null
      ? []
      : [new EmailReminderChannel({ mail, ledgerId, sellerOf, filesOf: lettersOf(desk, readModels), linkTo: (accountId) => links.linkTo({ accountId }) })];
  return { mail, documents: options.documents ?? enclosuresOf(desk), links, emailReminders };
}

/** The letter as a PDF. One that cannot be made does not hold the message up: it says the same. */
function lettersOf(desk: DocumentDesk, readModels: LedgerContext['readModels']) {
  return async ({ reminderId }: ReminderLetter): Promise<MailAttachment[]> => {
    await readModels.catchUp();
    const made = await desk.reminder(reminderId);
    return made.ok ? [attachmentOf(made.value)] : [];
  };
}
