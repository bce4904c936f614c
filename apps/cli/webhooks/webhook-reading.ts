import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openReadStore, webhookFileName, WebhookStore } from '#read-models';
import { openForReading } from '../data-folder';
import type { LedgerPlace } from '../ledger-place';

/**
 * Looks at how far each endpoint is, beside the server that sends. Null where no server has sent yet.
 *
 * @throws CliFailure when the place holds no ledger.
 */
export async function withWebhooks<Seen>(place: LedgerPlace, look: (store: WebhookStore) => Promise<Seen>): Promise<Seen | null> {
  const reading = await openForReading(place);
  const { ledgerId } = reading;
  await reading.close();
  const file = join(place.folder, webhookFileName);
  if (place.readStoreUrl === null && !existsSync(file)) {
    return null;
  }
  const database = await openReadStore(place.readStoreUrl === null ? { file } : { url: place.readStoreUrl });
  try {
    return await look(await WebhookStore.open(database, ledgerId));
  } finally {
    await database.close();
  }
}
