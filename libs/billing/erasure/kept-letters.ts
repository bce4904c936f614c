import { join } from 'node:path';
import type { ErasedRecord } from '#ledger';
import { messageKeyOf } from '../deliveries/document-delivery';
import { reminderMessageKey } from '../deliveries/email-reminder-channel';
import type { LedgerContext } from '../ledger/ledger-context';

type KeptIn = Pick<LedgerContext, 'ledgerId' | 'outboxFolder' | 'mailFolder'>;

/** Files of the data folder that letters or messages of these records would lie in, whether they do or not. */
export function lettersKept({ ledgerId, outboxFolder, mailFolder }: KeptIn, records: readonly ErasedRecord[]): readonly string[] {
  const mail = (messageKey: string): string[] => [join(mailFolder, `${messageKey}.eml`), join(mailFolder, `.${messageKey}.eml.draft`)];
  return records.flatMap(({ kind, id }) => {
    if (kind === 'reminder') return [join(outboxFolder, `${encodeURIComponent(id)}.json`), join(outboxFolder, `.${encodeURIComponent(id)}.json.draft`), ...mail(reminderMessageKey(ledgerId, id))];
    return kind === 'delivery' ? mail(messageKeyOf(id)) : [];
  });
}
