import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileAnchor, LogSealer, mailAnchor, openSealKey, sealKeyFile, SealingPlace, SealTimer, storeAnchor, type AnchorSink, type SealKey } from '#audit';
import type { Ledger } from '#billing';
import { openEmbeddedStore } from '#event-store/embedded';
import type { MailTransport } from '#delivery';
import { CliFailure } from '../cli-failure';
import { logFile, openRemoteLog } from '../data-folder';
import { mailOptions } from '../deliver/mail-options';
import { eventStoreUrlOf, isEventStoreUrl, withoutSecrets } from '../ledger-place';

const given = (text: string | undefined): string | undefined => (text === undefined || text === '' ? undefined : text);

/** Where the key of a ledger's seals lies: DAYBOOK_SEAL_KEY, else in the data folder. */
export const sealKeyPath = (dataFolder: string, env: NodeJS.ProcessEnv = process.env): string => given(env['DAYBOOK_SEAL_KEY']) ?? sealKeyFile(dataFolder);

/**
 * Where seals are kept outside the log: DAYBOOK_ANCHOR_FILE, DAYBOOK_ANCHOR_MAIL (with a mail server) and
 * DAYBOOK_ANCHOR_STORE (an EventStoreDB or a folder of its own).
 *
 * @throws CliFailure when a setting is wrong.
 */
export function anchorSinks(env: NodeJS.ProcessEnv = process.env, mail: MailTransport | undefined = mailOptions(env).mail): readonly AnchorSink[] {
  const [file, address, store] = [given(env['DAYBOOK_ANCHOR_FILE']), given(env['DAYBOOK_ANCHOR_MAIL']), given(env['DAYBOOK_ANCHOR_STORE'])];
  const sinks: AnchorSink[] = [];
  if (file !== undefined) {
    sinks.push(fileAnchor(file));
  }
  if (address !== undefined) {
    if (mail === undefined) {
      throw new CliFailure('usage', 'DAYBOOK_ANCHOR_MAIL mails seals, which needs a mail server: set DAYBOOK_SMTP and DAYBOOK_MAIL_FROM too.');
    }
    sinks.push(mailAnchor(mail, address));
  }
  if (store !== undefined) {
    sinks.push(anchorStoreAt(store));
  }
  return sinks;
}

function anchorStoreAt(place: string): AnchorSink {
  if (isEventStoreUrl(place)) {
    const url = eventStoreUrlOf(place, 'DAYBOOK_ANCHOR_STORE');
    return storeAnchor(`store ${withoutSecrets(url)}`, () => openRemoteLog(url));
  }
  return storeAnchor(`store in ${place}`, () => openEmbeddedStore({ file: logFile(place) }));
}

type SealedLedger = Pick<Ledger, 'store' | 'codec' | 'ledgerId' | 'dataFolder'>;

/** The sealer of an open ledger, with the key of this node or the one given. */
export async function sealerOf({ store, codec, ledgerId, dataFolder }: SealedLedger, sinks: readonly AnchorSink[], key?: SealKey): Promise<LogSealer> {
  const place = new SealingPlace(join(dataFolder, 'seal-place.json'), ledgerId);
  return new LogSealer({ store, codec, key: key ?? (await openSealKey(sealKeyPath(dataFolder))), place, sinks, actor: 'seal', ids: { next: randomUUID } });
}

/**
 * The timer of a server that seals its log by itself, which it does unless DAYBOOK_SEAL=off.
 *
 * @throws CliFailure when the setting is neither auto nor off.
 */
export async function automaticSeals(ledger: SealedLedger, note: (message: string) => void, env: NodeJS.ProcessEnv = process.env): Promise<SealTimer | null> {
  const setting = env['DAYBOOK_SEAL'] ?? '';
  if (!['', 'off', 'auto'].includes(setting)) {
    throw new CliFailure('usage', 'DAYBOOK_SEAL takes auto or off.');
  }
  return setting === 'off' ? null : new SealTimer({ sealer: await sealerOf(ledger, anchorSinks(env)), onTrouble: note });
}
