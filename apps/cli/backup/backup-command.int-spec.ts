import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigureEntity, openLedger, RegisterCustomer, type Ledger } from '#billing';
import { openForReports } from '../data-folder';
import { folderPlace } from '../ledger-place';
import { SealCommand } from '../seal/seal.command';
import { VerifyCommand } from '../verify/verify.command';
import { BackupCommand } from './backup.command';
import { RestoreCommand } from './restore.command';

const entity = {
  entityId: 'UK', name: 'Sample', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

describe('backup and restore at the terminal', () => {
  let root: string;
  let folder: string;
  let backup: string;
  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `c${(requests += 1)}`, correlationId: `c${requests}` });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'backup-'));
    folder = join(root, 'data');
    backup = join(root, 'backup');
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  async function run(command: object, options: object = {}): Promise<string> {
    let printed = '';
    const print = (text = ''): void => {
      printed += `${text}\n`;
    };
    Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
    const runnable = command as unknown as { execute(args: readonly string[], options: object): Promise<void> };
    await runnable.execute([], { data: folder, ...options }).catch((error: Error) => print(error.message));
    return printed;
  }

  async function register(ledger: Ledger, from: number, to: number): Promise<void> {
    for (let at = from; at <= to; at += 1) await ledger.execute(new RegisterCustomer({ customerId: `C${at}`, kind: 'business', country: 'GB' }, context()));
  }

  async function filled(): Promise<void> {
    const ledger = await openLedger({ dataFolder: folder });
    await ledger.execute(new ConfigureEntity(entity, context()));
    await register(ledger, 1, 20);
    await ledger.close();
    await run(new SealCommand(), { anchor: join(root, 'anchors') });
  }

  it('copies a log that is being written, whole up to a moment, and puts it back', async () => {
    await filled();
    const ledger = await openLedger({ dataFolder: folder });
    const writing = register(ledger, 21, 120);
    const said = await run(new BackupCommand(), { to: backup, anchor: join(root, 'anchors') });
    await writing;
    await ledger.close();
    expect(said).toMatch(/Backed up \d+ facts/);
    const restored = join(root, 'restored');
    expect(await run(new RestoreCommand(), { from: backup, data: restored, anchor: join(root, 'anchors') })).toMatch(/Restored \d+ facts of ledger/);
    expect(await run(new VerifyCommand(), { data: restored, chain: true, anchor: join(root, 'anchors') })).toContain('All 5 checks hold.');
    expect(await run(new VerifyCommand(), { data: restored })).toMatch(/All \d+ checks hold\./);
    const again = await openLedger({ dataFolder: restored });
    expect((await again.execute(new RegisterCustomer({ customerId: 'NEW', kind: 'business', country: 'GB' }, context()))).kind).toBe('accepted');
    await again.close();
  });

  it('refuses a backup that was changed, a folder that holds a log, and a folder that holds none', async () => {
    await filled();
    await run(new BackupCommand(), { to: backup });
    expect(await run(new BackupCommand(), { to: backup })).toContain('holds a log already');
    expect(await run(new RestoreCommand(), { from: backup })).toContain('A backup goes into an empty folder');
    expect(await run(new RestoreCommand(), { from: root, data: join(root, 'other') })).toContain('holds no backup');
    const bytes = readFileSync(join(backup, 'events.db'));
    bytes[bytes.length - 100]! ^= 1;
    writeFileSync(join(backup, 'events.db'), bytes);
    expect(await run(new RestoreCommand(), { from: backup, data: join(root, 'other') })).toContain('is not the file its manifest describes');
    expect(existsSync(join(root, 'other'))).toBe(false);
  });

  it('names a backup older than an anchor, and read models that know more than the restored log', async () => {
    await filled();
    await run(new BackupCommand(), { to: backup });
    const ledger = await openLedger({ dataFolder: folder });
    await register(ledger, 21, 40);
    await ledger.readModels.catchUp();
    await ledger.close();
    await run(new SealCommand(), { anchor: join(root, 'anchors') });
    const restored = join(root, 'restored');
    expect(await run(new RestoreCommand(), { from: backup, data: restored, anchor: join(root, 'anchors') })).toContain('nothing was restored');
    expect(await run(new RestoreCommand(), { from: backup, data: restored })).toMatch(/Restored \d+ facts/);
    // As on a database that outlives the folder: the read models of the longer log meet the shorter one.
    // With what SQLite has not yet moved out of its write-ahead log.
    for (const name of readdirSync(folder).filter((file) => file.startsWith('read-models.db'))) copyFileSync(join(folder, name), join(restored, name));
    const reading = await openForReports(folderPlace(restored));
    const misfits = await reading.readModels.misfits();
    await reading.close();
    expect(misfits.map(({ reason }) => reason)).toContain('log-lost-events');
  });
});
