import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readLedgerId } from '#billing';
import { openEmbeddedStore } from '#event-store/embedded';
import { CliFailure } from '../cli-failure';
import { asHeld, logFile, openRemoteLog } from '../data-folder';
import { withoutSecrets, type LedgerPlace } from '../ledger-place';

const marker = '.daybook-demo';

/**
 * Makes room for a new demo: its folder is emptied, if a demo made it. A log elsewhere is never emptied.
 *
 * @throws CliFailure when the folder holds something else, a server still runs on it, or the log elsewhere holds a ledger.
 */
export async function clearDemoPlace({ folder, eventStoreUrl }: LedgerPlace): Promise<void> {
  if (eventStoreUrl !== null) {
    await refuseLedgerIn(eventStoreUrl);
  }
  await recreateFolder(folder);
}

async function refuseLedgerIn(eventStoreUrl: string): Promise<void> {
  const store = await openRemoteLog(eventStoreUrl);
  try {
    const ledgerId = await readLedgerId(store);
    if (ledgerId !== null) {
      throw new CliFailure(
        'usage',
        `${withoutSecrets(eventStoreUrl)} holds ledger ${ledgerId} already; the demo makes one anew. Give it an empty store, for instance: daybook node --memory`,
      );
    }
  } finally {
    await store.close();
  }
}

async function recreateFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  const entries = existsSync(path) ? await readdir(path) : [];
  if (entries.length > 0 && !entries.includes(marker)) {
    throw new CliFailure('usage', `${path} was not made by a demo, so it is not emptied. Name another folder with --data.`);
  }
  if (existsSync(logFile(path))) {
    // Opening it for writing shows whether a server holds it, and says who.
    const held = await openEmbeddedStore({ file: logFile(path) }).catch((error: unknown) => {
      throw asHeld(error, path);
    });
    await held.close();
  }
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true, mode: 0o700 });
  await writeFile(join(path, marker), 'Made by "daybook demo", which empties this folder each time.\n');
}
