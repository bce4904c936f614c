import { createHash } from 'node:crypto';
import { renderMail, type MailAttachment, type MailTransport } from '#delivery';
import type { DeliveryOutcome, ReminderChannel, ReminderLetter } from '../reminders/reminder-channel';

export interface ReminderSurroundings {
  readonly mail: MailTransport;
  readonly ledgerId: string;
  /** Who writes. */
  readonly sellerOf: (entityId: string) => Promise<{ readonly name: string; readonly email?: string; readonly phone?: string }>;
  /** The letter as files; none where nothing makes them. */
  readonly filesOf: (letter: ReminderLetter) => Promise<readonly MailAttachment[]>;
  readonly linkTo: (accountId: string) => Promise<{ readonly url: string; readonly until: string } | null>;
}

/** Sends reminders by e-mail. One message per claim; what became of it is told apart as the mail server tells it. */
export class EmailReminderChannel implements ReminderChannel {
  readonly name = 'email';

  constructor(private readonly around: ReminderSurroundings) {}

  async deliver(letter: ReminderLetter): Promise<DeliveryOutcome> {
    const { mail, ledgerId, sellerOf, filesOf, linkTo } = this.around;
    const { currency, to } = letter;
    const [seller, files, link] = await Promise.all([sellerOf(letter.entityId), filesOf(letter), linkTo(letter.accountId)]);
    const written = renderMail({
      language: letter.language,
      recipientName: to.name,
      seller,
      about: {
        kind: letter.level,
        total: { amount: letter.total, currency },
        items: letter.items.map(({ documentNumber, issueDate, dueDate, openAmount }) => ({ number: documentNumber, issueDate, dueDate, open: { amount: openAmount, currency } })),
        ...(letter.fee === undefined ? {} : { fee: letter.fee }),
      },
      attachments: files.map(({ filename }) => filename),
      ...(link === null ? {} : { link }),
    });
    const outcome = await mail.send({ ...written, messageKey: reminderMessageKey(ledgerId, letter.reminderId), to: { address: to.email, name: to.name }, attachments: files });
    return outcome.kind === 'failed' ? { kind: 'failed', reason: outcome.reason } : outcome;
  }
}

/** What the Message-ID of a reminder begins with: the same for the same claim. */
export const reminderMessageKey = (ledgerId: string, reminderId: string): string =>
  `r.${createHash('sha256').update(JSON.stringify([ledgerId, reminderId])).digest('hex').slice(0, 32)}`;
