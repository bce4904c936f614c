import type { Ledger } from '#billing';
import { createApiKey, createServer, listApiKeys } from '#server';
import { CliFailure } from '../cli-failure';
import type { Terminal } from '../output/terminal';

export interface ServeOptions {
  readonly folder: string;
  readonly port: number;
  readonly host: string;
  readonly terminal: Terminal;
}

/** Serves an open ledger until the process is asked to stop; the caller closes the ledger. */
export async function serve(ledger: Ledger, { folder, port, host, terminal }: ServeOptions): Promise<void> {
  await ledger.readModels.start();
  const app = await createServer(ledger, { dataDir: folder });
  try {
    await app.listen(port, host).catch((error: NodeJS.ErrnoException) => {
      throw new CliFailure('refused', `Cannot listen on ${host}:${port} (${error.code ?? error.message}). Choose another port with --port.`);
    });
    if (listApiKeys(folder).length === 0) {
      const { key } = createApiKey(folder, { name: 'first admin', role: 'admin' });
      terminal.print(`Admin key, shown this once: ${key}`);
    }
    const url = (await app.getUrl()).replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');
    terminal.print(`Daybook serves ${folder}\n  API            ${url}\n  API reference  ${url}/docs\nStop with Ctrl-C.`);
    await askedToStop();
    terminal.note('Stopping …');
  } finally {
    await app.close();
  }
}

function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
