import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '#billing';
import { createApiKey, createServer } from '#server';
import { Receiver, verifies } from '../../../libs/integration/testing';
import { BackupCommand } from './backup.command';
import { RestoreCommand } from './restore.command';

interface Running {
  /** @returns the answer of a POST. */
  readonly post: (path: string, body: object) => Promise<Record<string, unknown>>;
  readonly stop: () => Promise<void>;
}

async function served(dataDir: string): Promise<Running> {
  const ledger = await openLedger({ dataFolder: dataDir });
  const app = await createServer(ledger, { dataDir, logTo: { write: () => undefined }, webhooks: { allow: ['127.0.0.0/8'] } });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const { key } = createApiKey(dataDir, { name: 'test', role: 'controller' });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return {
    post: async (path, body) => (await (await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as Record<string, unknown>,
    stop: async () => {
      await app.close();
      await ledger.close();
    },
  };
}

async function run(command: object, options: object): Promise<string> {
  let printed = '';
  const print = (text = ''): void => {
    printed += `${text}\n`;
  };
  Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
  await (command as { execute(args: readonly string[], options: object): Promise<void> }).execute([], options);
  return printed;
}

it('a backup taken while webhooks are sent takes them along: after a restore they go on, signed as before, with nothing left out', async () => {
  const root = mkdtempSync(join(tmpdir(), 'backup-webhooks-'));
  const [folder, backup, restored] = ['data', 'backup', 'restored'].map((name) => join(root, name)) as [string, string, string];
  const register = (server: Running, from: number, to: number) =>
    Promise.all(Array.from({ length: to - from }, (_unused, at) => server.post('/customers', { customerId: `C${from + at}`, kind: 'business', country: 'GB' })));
  const crm = await Receiver.open();
  try {
    const server = await served(folder);
    const { secret } = await server.post('/webhook-endpoints', { endpointId: 'crm', url: crm.url, after: 0, order: 'per-stream' });
    await register(server, 0, 40);
    const writing = register(server, 40, 160);
    const said = await run(new BackupCommand(), { data: folder, to: backup });
    expect(said).toContain('secrets of webhooks');
    await writing;
    await server.stop();
    await run(new RestoreCommand(), { data: restored, from: backup });
    const before = crm.all.length;

    const again = await served(restored);
    await register(again, 200, 210);
    await crm.until((all) => all.slice(before).filter(({ body }) => body.stream.startsWith('customer-C20')).length === 10);
    await again.stop();
    const log = await openLedger({ dataFolder: restored });
    const ids: string[] = [];
    for await (const page of log.store.readAll(null)) ids.push(...page.filter((recorded) => log.codec.isOwn(recorded)).map(({ id }) => id));
    await log.close();
    const taken = new Set(crm.all.map(({ body }) => (body as { id?: string }).id));
    expect(ids.filter((id) => !taken.has(id))).toEqual([]);
    expect(crm.all.every((each) => verifies(String(secret), each))).toBe(true);
  } finally {
    await crm.close();
    rmSync(root, { recursive: true });
  }
}, 60_000);
