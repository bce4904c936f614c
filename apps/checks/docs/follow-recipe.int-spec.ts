import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { openEmbeddedStore, type EmbeddedStore } from '#event-store/embedded';
import { startNode, type RunningNode } from '#event-store/node';
import { root } from '../tidy/repository-files';

const program = join(root, 'docs/recipes/follow-invoices.mjs');
const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** The program of the recipe, over a real node: it is stopped, killed and started again. */
describe('the follower of the recipe', () => {
  let folder: string;
  let log: EmbeddedStore;
  let node: RunningNode;
  let issued = 0;

  const issue = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left -= 1) {
      const data = { invoiceId: `i${issued}`, documentNumber: `INV-${issued}`, totals: { gross: '1.00' }, currency: 'GBP' };
      await log.append('invoices-UK-INV', issued === 0 ? 'no_stream' : issued - 1, [{ id: id(issued), type: 'InvoiceIssued', data: JSON.stringify(data), metadata: '{}' }]);
      issued += 1;
    }
  };
  const start = (...mode: string[]): ChildProcess =>
    spawn(process.execPath, [program, join(folder, 'follower.db'), ...mode], { cwd: root, env: { ...process.env, DAYBOOK_NODE: node.connectionString } });
  const runOnce = async (): Promise<string> => {
    const child = start('--once');
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await once(child, 'close');
    return said;
  };
  const kept = (): string[] => {
    const database = new Database(join(folder, 'follower.db'));
    try {
      database.exec('PRAGMA busy_timeout = 5000');
      const [table] = database.prepare("SELECT name FROM sqlite_master WHERE name = 'invoice'").all();
      return table === undefined ? [] : (database.prepare('SELECT number FROM invoice ORDER BY rowid').all() as { number: string }[]).map(({ number }) => number);
    } finally {
      database.close();
    }
  };
  const all = (): string[] => Array.from({ length: issued }, (_, number) => `INV-${number}`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-follow-'));
    log = await openEmbeddedStore({ file: join(folder, 'events.db') });
    node = await startNode({ log, port: 0, protectOwnStreams: true });
    await issue(40);
    await log.append('sale-1', 'no_stream', [{ id: id(9_999), type: 'SaleClosed', data: '{}', metadata: '{}' }]);
  });
  afterAll(async () => {
    await node.close();
    await log.close();
    await rm(folder, { recursive: true });
  });

  it('keeps every invoice, and goes on where it stopped', async () => {
    expect(await runOnce()).toBe('40 new, 40 in all\n');
    expect(await runOnce()).toBe('0 new, 40 in all\n');
    await issue(2);
    expect(await runOnce()).toBe('2 new, 42 in all\n');
    expect(kept()).toEqual(all());
  }, 120_000);

  it('loses and doubles nothing when it is killed while it follows', async () => {
    for (let round = 0; round < 3; round += 1) {
      const child = start();
      const gone = once(child, 'close');
      let complaint = '';
      child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
      try {
        const before = kept().length;
        while (kept().length < before + 5) {
          await issue(1);
          if (child.exitCode !== null) throw new Error(`the follower ended by itself: ${complaint}`);
        }
      } finally {
        child.kill('SIGKILL');
        await gone;
      }
    }
    await runOnce();
    expect(kept()).toEqual(all());
  }, 240_000);
});
