import type { Ledger } from '#billing';
import { EmbeddedStore } from '#event-store/embedded';
import { startNode, type RunningNode } from '#event-store/node';
import { createApiKey, createServer, listApiKeys } from '#server';
import { CliFailure } from '../cli-failure';
import { automaticDeliveries } from '../deliver/automatic-deliveries';
import type { Terminal } from '../output/terminal';
import { automaticSeals } from '../seal/sealing';
import { webhookOptions } from '../webhooks/webhook-options';
import { recordFirstKey, recordKeysByHand, recordSettings } from './recorded-settings';
import { askedToStop } from './until-stopped';

export interface ServeOptions {
  readonly folder: string;
  readonly port: number;
  readonly host: string;
  /** Null: no node beside the API. */
  readonly nodePort: number | null;
  readonly terminal: Terminal;
}

/** Serves an open ledger until the process is asked to stop; the caller closes the ledger. */
export async function serve(ledger: Ledger, options: ServeOptions): Promise<void> {
  await ledger.readModels.start();
  await recordSettings(ledger, options);
  const deliveries = automaticDeliveries(ledger, (message) => options.terminal.note(message));
  const seals = await automaticSeals(ledger, (message) => options.terminal.note(message));
  const node = await nodeBeside(ledger, options);
  try {
    deliveries?.start();
    seals?.start();
    await serveApi(ledger, node, options);
  } finally {
    await seals?.stop();
    await deliveries?.stop();
    // Why it died has been told.
    await node?.close().catch(() => undefined);
  }
}

async function serveApi(ledger: Ledger, node: RunningNode | null, options: ServeOptions): Promise<void> {
  const { folder, port, host, terminal } = options;
  const app = await createServer(ledger, { dataDir: folder, webhooks: webhookOptions(), onKeysChanged: () => recordKeysByHand(ledger, options) });
  try {
    await app.listen(port, host).catch((error: NodeJS.ErrnoException) => {
      throw new CliFailure('refused', `Cannot listen on ${host}:${port} (${error.code ?? error.message}). Choose another port with --port.`);
    });
    if (listApiKeys(folder).length === 0) {
      const key = await recordFirstKey(ledger, (id) => createApiKey(folder, { id, name: 'first admin', role: 'admin' }).key);
      terminal.print(`Admin key, shown this once: ${key}`);
    }
    const url = (await app.getUrl()).replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');
    const events = node === null ? ledger.store.description : node.connectionString;
    terminal.print(`Daybook serves ${folder}\n  API            ${url}\n  API reference  ${url}/docs\n  Event store    ${events}\nStop with Ctrl-C.`);
    await askedToStop();
    terminal.note('Stopping …');
  } finally {
    await app.close();
  }
}

/** The node over the ledger's own log: on this machine only, and read-only where the ledger writes. */
async function nodeBeside({ store }: Ledger, { nodePort, terminal }: ServeOptions): Promise<RunningNode | null> {
  if (nodePort === null || !(store instanceof EmbeddedStore)) {
    return null;
  }
  const node = await startNode({ log: store, port: nodePort, host: '127.0.0.1', protectOwnStreams: true }).catch((error: Error) => {
    throw new CliFailure('refused', `${error.message}. Choose another port with --node-port or DAYBOOK_NODE_PORT, or leave the node out with --no-node.`);
  });
  // The ledger does not need the node: the API goes on without it.
  node.closed.catch((error: Error) => {
    terminal.note(`The API goes on, but followers on ${node.connectionString} are cut off until the next start: ${error.message}`);
  });
  return node;
}
