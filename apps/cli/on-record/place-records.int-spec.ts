import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancelSale, ConfigureEntity, openLedger, readAuditRecords, type AuditRecordView, type CommandContext, type Ledger } from '#billing';
import { openEmbeddedStore } from '#event-store/embedded';
import type { AdministrativeActBegun, ConfigurationChanged, ExportMade } from '#ledger';
import { createApiKey, createServer, listApiKeys, newKeyId } from '#server';
import { BackupCommand } from '../backup/backup.command';
import { RestoreCommand } from '../backup/restore.command';
import { AuditRecordsCommand } from '../audit-records/audit-records.command';
import { openForReading, openForWriting } from '../data-folder';
import { DoCommand } from '../do/do.command';
import { ExportFecCommand } from '../export/export-fec.command';
import { ExportInvoicesCommand } from '../export/export-invoices.command';
import { ExportJournalCommand } from '../export/export-journal.command';
import { ExportLogCommand } from '../export/export-log.command';
import { ExportSafTCommand } from '../export/export-saf-t.command';
import { KeysCreateCommand, KeysRevokeCommand } from '../keys/keys.command';
import { folderPlace } from '../ledger-place';
import { PackCommand } from '../pack/pack.command';
import { RebuildCommand } from '../rebuild/rebuild.command';
import { ReplayCommand } from '../replay/replay.command';
import { ReportCommand } from '../report/report.command';
import { SealCommand } from '../seal/seal.command';
import { recordKeysByHand, recordSettings } from '../start/recorded-settings';
import { plainSettings, secretSettings } from '../start/settings-in-effect';
import { VerifyCommand } from '../verify/verify.command';
import { actOnRecord, begunAct, commandLineActor, recordAt } from './place-records';

const entity = {
  entityId: 'FR', name: 'Exemple', country: 'FR', taxId: 'FR40303265045', timeZone: 'UTC', baseCurrency: 'EUR', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'FR-INV', kind: 'invoice' as const, prefix: 'F-', firstNumber: 1, digits: 6 }],
};
const context: CommandContext = { actor: 'test', commandId: 'configure', correlationId: 'configure' };

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'on-record-'));
  folder = join(root, 'data');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function run(command: object, options: object = {}, args: readonly string[] = []): Promise<string> {
  let printed = '';
  const print = (text = ''): void => { printed += `${text}\n`; };
  Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
  const runnable = command as unknown as { execute(args: readonly string[], options: object): Promise<void> };
  await runnable.execute(args, { data: folder, ...options }).catch((error: Error) => print(error.message));
  return printed;
}

async function filled(): Promise<void> {
  const ledger = await openLedger({ dataFolder: folder, followLog: false });
  await ledger.execute(new ConfigureEntity(entity, context));
  await ledger.close();
}

async function records(of = folder): Promise<readonly AuditRecordView[]> {
  const reading = await openForReading(folderPlace(of));
  const { items } = await readAuditRecords(reading);
  await reading.close();
  return [...items].reverse();
}

const inShort = ({ type, data }: AuditRecordView): string => {
  if (type === 'ExportMade') return `export ${(data as ExportMade['data']).format}`;
  return type === 'AdministrativeActBegun' ? `${(data as AdministrativeActBegun['data']).act} begun` : 'act' in data && 'outcome' in data ? `${data.act} ${data.outcome}` : type;
};

test('every act of an operator and every export at the terminal is on record, and the log still fits its seals', async () => {
  await filled();
  const said: string[] = [];
  const tried = async (command: object, options: object = {}, args: readonly string[] = []): Promise<void> => { said.push(await run(command, options, args)); };
  await tried(new KeysCreateCommand(), { name: 'shop', role: 'integrator' });
  await tried(new KeysRevokeCommand(), {}, [listApiKeys(folder)[0]!.id]);
  await tried(new RebuildCommand());
  await tried(new ReplayCommand(), { into: join(root, 'models') });
  await tried(new SealCommand(), { rotateKey: true });
  await tried(new ExportJournalCommand(), { out: join(root, 'journal') });
  await tried(new ExportInvoicesCommand(), { out: join(root, 'invoices.csv') });
  await tried(new ExportFecCommand(), { entity: 'FR', year: '2025', folder: root });
  await tried(new ExportSafTCommand(), { entity: 'FR', year: '2025', out: join(root, 'saf-t.xml') });
  await tried(new ExportLogCommand(), { out: join(root, 'log') });
  await tried(new PackCommand(), { period: '2025-01', to: join(root, 'pack') });
  await tried(new ReportCommand(), { format: 'csv', asOf: '2025-01-31', out: join(root, 'aging.csv') }, ['aging']);
  await tried(new BackupCommand(), { to: join(root, 'backup') });
  expect((await records()).map(inShort)).toEqual([
    'api-key.create begun', 'api-key.create done', 'api-key.revoke begun', 'api-key.revoke done', 'rebuild begun', 'rebuild done',
    'export read-models', 'seal-key.rotate begun', 'seal-key.rotate done',
    'export journal', 'export invoices', 'export fec', 'export saf-t', 'export log', 'export report-pack', 'export report aging', 'backup begun', 'backup done',
  ]);
  expect(said.join('')).not.toMatch(/unexpected|Nothing was done/);
  expect((await records()).every(({ actor }) => actor === commandLineActor())).toBe(true);
  await run(new RestoreCommand(), { from: join(root, 'backup'), data: join(root, 'restored') });
  expect((await records(join(root, 'restored'))).map(inShort).slice(-3)).toEqual(['backup begun', 'restore begun', 'restore done']);
  await run(new SealCommand());
  expect(await run(new VerifyCommand(), { chain: true })).not.toMatch(/FAILED|does not/);
  const shown = await run(new AuditRecordsCommand(), { kind: 'export' });
  expect([shown.includes('export fec'), shown.includes('rebuild')]).toEqual([true, false]);
}, 120_000);

test('the record of a key says which, and holds none of it', async () => {
  await filled();
  const text = await run(new KeysCreateCommand(), { name: 'shop', role: 'clerk' });
  const id = listApiKeys(folder)[0]?.id;
  const [begun] = (await records()).map(({ data }) => data as AdministrativeActBegun['data']);
  expect(begun).toEqual({
    actId: expect.any(String) as string, act: 'api-key.create', subject: id,
    changes: [{ name: 'name', after: 'shop' }, { name: 'role', after: 'clerk' }], by: { actor: commandLineActor(), channel: 'local' },
  });
  const [, secret = 'none'] = /dbk_[0-9a-f]{12}_(\w+)/.exec(text) ?? [];
  expect(secret.length).toBeGreaterThan(40);
  expect(readFileSync(join(folder, 'events.db')).includes(secret)).toBe(false);
});

test('beside a process that holds the log, that process records it', async () => {
  await filled();
  const ledger = await openLedger({ dataFolder: folder, followLog: false });
  expect(await run(new KeysCreateCommand(), { name: 'shop', role: 'clerk' })).toContain('dbk_');
  expect((await readAuditRecords(ledger)).items.map(inShort)).toEqual(['api-key.create done', 'api-key.create begun']);
  await ledger.close();
});

test('no record, no act: where nobody can write it, nothing is done', async () => {
  await filled();
  const holder = await openEmbeddedStore({ file: join(folder, 'events.db') });
  await expect(recordAt(folderPlace(folder), begunAct({ act: 'rebuild' }), 1_500)).rejects.toThrow('Nothing was done: it must be on record first');
  await holder.close();
  rmSync(join(folder, 'record-inbox'), { recursive: true, force: true });
  let done = 0;
  await expect(actOnRecord({ ...folderPlace(folder), eventStoreUrl: 'esdb://127.0.0.1:1?tls=false&maxDiscoverAttempts=1' }, { act: 'rebuild' }, () => Promise.resolve((done += 1)))).rejects.toThrow();
  expect([done, (await records()).length]).toEqual([0, 0]);
}, 60_000);

test('a body that is no command is refused on record', async () => {
  await filled();
  const file = join(root, 'body.json');
  writeFileSync(file, JSON.stringify({ words: 'Ada' }));
  expect(await run(new DoCommand(), {}, ['cancel-sale', file])).toContain('nothing was done');
  expect((await records()).map(({ data }) => data)).toEqual([expect.objectContaining({ command: 'CancelSale', code: 'REQUEST.INVALID', subjects: [] })]);
});

test('an act that fails is on record as failed', async () => {
  await filled();
  await expect(actOnRecord(folderPlace(folder), { act: 'rebuild' }, () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
  expect((await records()).map(inShort)).toEqual(['rebuild begun', 'rebuild failed']);
});

describe('the settings of a server', () => {
  const served = (port: number) => ({ folder, port, host: '127.0.0.1', nodePort: null });
  const changes = async (ledger: Ledger): Promise<readonly ConfigurationChanged['data'][]> =>
    (await readAuditRecords(ledger, { kind: 'configuration' })).items.map(({ data }) => data as ConfigurationChanged['data']).reverse();

  test('are recorded when they are others, by setting, before and after; of a secret only that it is another', async () => {
    const ledger = await openLedger({ dataFolder: folder, followLog: false });
    await recordSettings(ledger, served(3000), { DAYBOOK_STRIPE_KEY: 'sk_live_first', DAYBOOK_DELIVER: 'auto' });
    await recordSettings(ledger, served(3000), { DAYBOOK_STRIPE_KEY: 'sk_live_first', DAYBOOK_DELIVER: 'auto' });
    await recordSettings(ledger, served(3001), { DAYBOOK_STRIPE_KEY: 'sk_live_second' });
    const told = await changes(ledger);
    expect(told).toHaveLength(2);
    const mark = expect.stringMatching(/^set, mark [0-9a-f]{12}$/) as string;
    expect(told[1]?.settings).toEqual([
      { name: 'listens', before: '127.0.0.1:3000', after: '127.0.0.1:3001' },
      { name: 'DAYBOOK_DELIVER', before: 'auto' },
      { name: 'DAYBOOK_STRIPE_KEY', before: mark, after: mark },
    ]);
    expect(JSON.stringify(told)).not.toContain('sk_live');
    await ledger.close();
  });

  test('tell of a key that somebody wrote into the file while the server runs, and not of one that a command made', async () => {
    const ledger = await openLedger({ dataFolder: folder, followLog: false });
    const { key: first } = createApiKey(folder, { name: 'first', role: 'controller' });
    await recordSettings(ledger, served(3000));
    const app = await createServer(ledger, { dataDir: folder, logTo: { write: () => undefined }, onKeysChanged: () => recordKeysByHand(ledger, served(3000)) });
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const lets = async (key: string): Promise<boolean> => (await fetch(`${url}/entities`, { headers: { authorization: `Bearer ${key}` } })).status === 200;
    const letIn = async (key: string): Promise<void> => {
      while (!(await lets(key)));
    };
    await letIn(first);
    const id = newKeyId();
    await ledger.records.record(begunAct({ act: 'api-key.create', subject: id }), commandLineActor());
    await letIn(createApiKey(folder, { id, name: 'made', role: 'auditor' }).key);
    const told = (await changes(ledger)).length;
    const ghost = createApiKey(folder, { name: 'ghost', role: 'controller' });
    await letIn(ghost.key);
    let last = await changes(ledger);
    while (last.length === told) last = await changes(ledger);
    expect([told, last.length]).toEqual([1, 2]);
    expect(last[1]?.settings).toContainEqual({ name: `api-key ${ghost.record.id}`, after: 'ghost, controller' });
    await app.close();
    await ledger.close();
  });

  const ownSettings = (): readonly string[] => {
    const files = execFileSync('git', ['ls-files', 'apps/cli', 'apps/server', 'libs'], { encoding: 'utf8' }).split('\n');
    const named = files.filter((file) => file.endsWith('.ts') && existsSync(file)).flatMap((file) => readFileSync(file, 'utf8').match(/DAYBOOK_[A-Z_]*[A-Z]\b/g) ?? []);
    const notOfServers = /^DAYBOOK_(TEST_|LAW_|SAMPLE_DATA|DATA$|URL$|KEY$|NODE$)/;
    return [...new Set(named)].filter((name) => !notOfServers.test(name)).sort();
  };

  test('are all known here', () => {
    expect([...plainSettings, ...secretSettings].sort()).toEqual(ownSettings());
  });

  test.each([...plainSettings, ...secretSettings])('%s=off does not turn the record off', async (name) => {
    const before = process.env[name];
    process.env[name] = 'off';
    try {
      const ledger = await openForWriting(folderPlace(folder)).catch(() => null);
      // Where the program does not take it at all, nothing is done without a record either.
      if (ledger === null) return;
      await ledger.execute(new CancelSale({ saleId: 'S', requestId: 'R', reason: 'x' }, context));
      expect((await readAuditRecords(ledger)).items.map(({ type }) => type)).toEqual(['CommandRefused']);
      await ledger.close();
    } finally {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    }
  });
});
