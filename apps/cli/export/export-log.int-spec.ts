import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, RegisterCustomer } from '#billing';
import { SealCommand } from '../seal/seal.command';
import { ExportLogCommand } from './export-log.command';

describe('daybook export log', () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'export-log-'));
    const ledger = await openLedger({ dataFolder: folder, followLog: false });
    await ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB' }, { actor: 'test', commandId: 'c1', correlationId: 'c1' }));
    await ledger.close();
    await run(new SealCommand(), { anchor: join(folder, 'anchors.jsonl') });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function run(command: object, options: object): Promise<string> {
    let printed = '';
    const print = (text = ''): void => {
      printed += `${text}\n`;
    };
    Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
    const runnable = command as unknown as { execute(args: readonly string[], options: object): Promise<void> };
    await runnable.execute([], { data: folder, ...options }).catch((error: Error) => print(error.message));
    return printed;
  }

  const exported = (options: object): Promise<string> => run(new ExportLogCommand(), options);

  it('leaves a folder that is checked by what lies in it', async () => {
    const out = join(folder, 'whole');
    expect(await exported({ out })).toMatch(/^Exported \d+ facts, sequences 1 to \d+, in 1 files\n {2}root {4}[0-9a-f]{64}\n {2}sha256 {2}[0-9a-f]{64} of manifest\.json/);
    expect(readdirSync(out).sort()).toEqual(['facts-000001.jsonl', 'log-export.md', 'manifest.json', 'manifest.json.sha256', 'seals.jsonl', 'verify-log.mjs']);
    const { status, stdout } = spawnSync(process.execPath, [join(out, 'verify-log.mjs'), out, '--anchor', join(folder, 'anchors.jsonl')], { encoding: 'utf8', cwd: tmpdir() });
    expect(stdout).toContain('Everything holds');
    expect(status).toBe(0);
  });

  it('refuses a folder in use and a range that is none', async () => {
    const out = join(folder, 'again');
    expect(await exported({})).toContain('Name a new folder for the export with --out');
    expect(await exported({ out, fromSequence: 3, toSequence: 2 })).toContain('--to-sequence 2 lies before --from-sequence 3');
    await exported({ out, fromSequence: 2, toSequence: 2 });
    expect(readFileSync(join(out, 'facts-000001.jsonl'), 'utf8').split('\n')).toHaveLength(2);
    expect(await exported({ out })).toContain('holds an export already');
    rmSync(join(out, 'manifest.json'));
    expect(await exported({ out })).toContain('was cut short. Delete the folder');
    expect(await exported({ out: folder })).toContain('is not empty');
    expect(() => new ExportLogCommand().toSequence('0')).toThrow('--to-sequence takes a ledger sequence, a whole number from 1.');
  });
});
