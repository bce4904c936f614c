import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { exportLog, LogSealer, newSealKey, SealingPlace } from '#audit';
import type { EventCodec, EventStore } from '#event-store';
import { productVersion } from '#read-models';
import { walkApi, type ApiDocument } from '../../server/testing/api-walk';
import { startTestServer } from '../../server/testing/test-server';
import { RandomHistory, TestLedger } from '../../../libs/read-models/testing';

/**
 * Tells one story over the whole API to a real server, seals it, and exports the log.
 *
 * @param folder of the export, empty.
 */
export async function tellStory(folder: string): Promise<void> {
  const server = await startTestServer();
  try {
    const document = (await server.get('/docs-json', { role: null })).json as unknown as ApiDocument;
    await walkApi(server, document, (path, { status, text }) => {
      if (status >= 300) throw new Error(`${path} answered ${status}: ${text}`);
    });
    await sealAndExport(server.ledger, server.ledger.dataFolder, folder);
  } finally {
    await server.stop();
  }
}

/** A random history of everything that moves money, exported. @param folder of the export, empty. */
export async function tellHistory(folder: string, seed: number): Promise<void> {
  const ledger = await TestLedger.open('golden-history');
  try {
    await ledger.append(new RandomHistory(seed).grow(400).events);
    await sealAndExport(ledger.source, ledger.folder, folder);
  } finally {
    await ledger.close();
  }
}

async function sealAndExport({ store, codec }: { readonly store: EventStore; readonly codec: EventCodec }, dataFolder: string, folder: string): Promise<void> {
  const place = new SealingPlace(join(dataFolder, 'seal-place.json'), codec.ledgerId);
  await new LogSealer({ store, codec, key: newSealKey(), place, sinks: [], actor: 'seal', ids: { next: randomUUID } }).seal();
  await exportLog({ store, codec }, { folder, from: 1, to: null, program: productVersion });
}
