import type { SentLetter } from '#read-models';
import type { LedgerContext } from '../ledger/ledger-context';
import { reminderMessageKey } from './email-reminder-channel';

const pageSize = 1_000;

/** What a Message-ID of ours about a reminder begins with; null: it is about none. */
export const letterKeyOfMessage = (messageId: string): string | null => /^<?(r\.[0-9a-f]{32})@/.exec(messageId)?.[1] ?? null;

/**
 * The reminder whose message bears this key. A key is a hash of the id, so the letters are gone through, newest first:
 * what comes back was sent lately.
 *
 * Precondition: the read models have caught up.
 */
export async function findLetterOfKey({ lookups, ledgerId }: LedgerContext, key: string): Promise<SentLetter | undefined> {
  for (let before: number | undefined; ; ) {
    const page = await lookups.emailLetters(undefined, { limit: pageSize, ...(before === undefined ? {} : { after: before }) });
    const found = page.items.find(({ reminderId }) => reminderMessageKey(ledgerId, reminderId) === key);
    if (found !== undefined || page.next === null) {
      return found;
    }
    before = page.items.at(-1)?.sequence;
  }
}
