import { entityConfiguration } from '#ledger';
import type { Clock } from '../decisions/clock';
import type { LedgerContext } from '../ledger/ledger-context';
import type { ReminderChannel } from '../reminders/reminder-channel';
import { CustomerLinks } from './customer-links';
import { customerUrlOptions, type DeliveryOptions } from './delivery-options';
import { EmailReminderChannel } from './email-reminder-channel';

export type DeliveryParts = Pick<LedgerContext, 'mail' | 'documents' | 'links'> & { readonly emailReminders: readonly ReminderChannel[] };

/** What a ledger needs to send documents, as far as it is set up. */
export function openDelivery(
  options: DeliveryOptions & { readonly dataFolder: string },
  { ledgerId, clock, streams }: { readonly ledgerId: string; readonly clock: Clock; readonly streams: LedgerContext['streams'] },
): DeliveryParts {
  const { mail = null, documents = null } = options;
  const links = new CustomerLinks(options.dataFolder, customerUrlOptions(options), clock);
  const sellerOf = (entityId: string) =>
    streams.entity.query(entityId, (state) => {
      const { name = entityId, email, phone } = entityConfiguration(state) ?? {};
      return { name, ...(email === undefined ? {} : { email }), ...(phone === undefined ? {} : { phone }) };
    });
  const emailReminders =
    mail === null
      ? []
      : [new EmailReminderChannel({ mail, ledgerId, sellerOf, filesOf: options.reminderFiles ?? (async () => []), linkTo: (accountId) => links.linkTo({ accountId }) })];
  return { mail, documents, links, emailReminders };
}
