import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { ConfigureEntity, LiftRetentionHold, openLedger, PlaceRetentionHold } from '#billing';
import { mailFolder, mailFolderOf } from '#delivery';
import { mustAccept, privateWords, tellEverything, tellingContext, tellingEntity, tellingNoon } from '../../../libs/billing/erasure/told-customer.test-kit';
import { BackupCommand } from '../backup/backup.command';
import { DocumentCommand } from '../document/document.command';
import { ExportInvoicesCommand } from '../export/export-invoices.command';
import { ExportJournalCommand } from '../export/export-journal.command';
import { ExportLogCommand } from '../export/export-log.command';
import { RebuildCommand } from '../rebuild/rebuild.command';
import { VerifyCommand } from '../verify/verify.command';
import { EraseCommand } from './erase.command';

/** Somebody sits there and types what the test says. */
class AnsweredErase extends EraseCommand {
  asked = 0;

  constructor(private readonly typed: string) {
    super();
  }

  protected override async isConfirmed(customerId: string): Promise<boolean> {
    this.asked += 1;
    return Promise.resolve(this.typed === customerId);
  }
}

jest.setTimeout(120_000);

describe('daybook erase', () => {
  let scratch: string;
  let data: string;
  beforeEach(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'erase-command-'));
    data = join(scratch, 'data');
    await withLedger(async (ledger) => {
      await mustAccept(ledger.execute(new ConfigureEntity(tellingEntity, tellingContext())));
      for (const customerId of ['C1', 'C2']) await tellEverything(ledger, customerId);
      await ledger.readModels.catchUp();
    });
  });
  afterEach(() => {
    rmSync(scratch, { recursive: true });
  });

  async function withLedger(work: (ledger: Awaited<ReturnType<typeof openLedger>>) => Promise<unknown>): Promise<void> {
    const mail = mailFolder(mailFolderOf(data), { address: 'billing@sample.example' });
    const ledger = await openLedger({ dataFolder: data, clock: { now: () => tellingNoon }, followLog: false, onTrouble: () => undefined, mail });
    await work(ledger).finally(() => ledger.close());
  }

  /** Runs a command as the program does, and gives what it printed; what ends it comes out as it is. */
  async function run(command: object, args: readonly string[], options: object = {}): Promise<string> {
    let printed = '';
    const print = (text = ''): void => {
      printed += `${text}\n`;
    };
    Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
    const runnable = command as unknown as { execute(args: readonly string[], options: object): Promise<void> };
    await runnable.execute(args, { data, ...options }).catch((error: Error) => print(error.message));
    return printed;
  }

  /** Everything that leaves the program as files, made anew in a folder of its own. */
  async function handedOut(name: string): Promise<string> {
    const folder = join(scratch, name);
    await run(new BackupCommand(), [], { to: join(folder, 'backup') });
    await run(new ExportLogCommand(), [], { out: join(folder, 'log') });
    for (const format of ['csv', 'xlsx']) await run(new ExportInvoicesCommand(), [], { format, out: join(folder, `invoices.${format}`) });
    for (const format of ['hledger', 'ledger', 'beancount']) await run(new ExportJournalCommand(), [], { format, out: join(folder, format) });
    for (const format of ['ubl', 'cii', 'pdf']) await run(new DocumentCommand(), ['invoice', 'INV-000001'], { format, out: join(folder, `invoice.${format}`) });
    await run(new DocumentCommand(), ['statement', 'UK~C1'], { from: '2011-01-01', to: '2011-02-01', out: join(folder, 'statement.pdf') });
    return folder;
  }

  /** Files below a folder, as `name: word`, that hold a word: as it stands there, in a sheet, or in a page of a PDF. */
  const found = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .flatMap((entry) => {
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        const texts = [bytes, ...unpacked(path, bytes)];
        return privateWords.filter((word) => texts.some((text) => text.includes(word))).map((word) => `${entry.name}: ${word}`);
      });

  test('shows what is erased, kept and forbidden, asks, and leaves nothing in anything that is handed out afterwards', async () => {
    const before = [...found(data), ...found(await handedOut('before'))];
    const told = ['read-models.db', 'invoice.ubl', 'invoice.cii', '.eml', '.json', ...(hasPdfToText ? ['invoice.pdf', 'statement.pdf'] : [])];
    expect(told.filter((file) => !before.some((hit) => hit.includes(file)))).toEqual([]);

    const declined = new AnsweredErase('no');
    const shown = await run(declined, ['C1'], { reason: 'asked for' });
    expect(shown).toMatch(/Nobody could read any more\n {2}1 record of the customer\n {2}2 payments with their payers\n {2}1 bank line[^]*file .*\.eml/);
    expect(shown).toMatch(/Kept\n {2}documents of UK, the last of 2011-01-05: numbers, dates, amounts and tax\n/);
    expect(shown).toMatch(/Nothing was erased: it was not confirmed/);
    expect(declined.asked).toBe(1);
    expect(await run(new EraseCommand(), ['C1'], { reason: 'asked for' })).toMatch(/nobody to ask here. Repeat it with --yes/);
    expect(found(data).length).toBeGreaterThan(0);

    const erased = await run(new AnsweredErase('C1'), ['C1'], { reason: 'asked for', request: 'R-1' });
    expect(erased).toMatch(/Erased customer C1[^]*2 payments[^]*Out of reach: mail that was sent, backups and exports made before/);
    expect(await run(new RebuildCommand(), [])).not.toMatch(/DIFFERENT/);
    expect([...found(data), ...found(await handedOut('after'))]).toEqual([]);
    // An e-invoice has to name its buyer, so there is none any more; everything else is still handed out.
    const files = (name: string): string[] => readdirSync(join(scratch, name), { recursive: true, encoding: 'utf8' });
    expect(files('before').filter((file) => !files('after').includes(file))).toEqual(['invoice.cii', 'invoice.ubl']);
    expect(await run(new VerifyCommand(), [])).not.toMatch(/FAILED|DIFFERENT/);
    expect(await run(new AnsweredErase('C1'), ['C1'], { reason: 'asked for' })).toMatch(/Customer C1 is erased already/);
    expect(await run(new EraseCommand(), ['C1'], { reason: 'asked for', request: 'R-1', yes: true })).toMatch(/Erased customer C1/);
  });

  test('names the hold that forbids it and does not even ask', async () => {
    const place = new PlaceRetentionHold({ customerId: 'C1', requestId: 'hold', holdId: 'audit', reason: 'Tax audit' }, tellingContext());
    await withLedger((ledger) => mustAccept(ledger.execute(place)));
    const erase = new AnsweredErase('C1');
    const told = await run(erase, ['C1'], { reason: 'asked for', yes: true });
    expect(told).toMatch(/It is forbidden by\n {2}retention hold "audit" until it is lifted: Tax audit[^]*CUSTOMER\.RETENTION_HOLD/);
    expect(erase.asked).toBe(0);
    await withLedger((ledger) => mustAccept(ledger.execute(new LiftRetentionHold({ customerId: 'C1', requestId: 'lift', holdId: 'audit', reason: 'Closed' }, tellingContext()))));
    expect(await run(new EraseCommand(), ['C1'], { reason: 'asked for', yes: true })).toMatch(/Erased customer C1/);
    expect(await run(new EraseCommand(), ['nobody'], { reason: 'asked for' })).toMatch(/There is no customer "nobody"/);
    expect(await run(new EraseCommand(), ['C2'])).toMatch(/Say why with --reason/);
  });
});

const hasPdfToText = spawnSync('pdftotext', ['-v']).error === undefined;

/** What is packed in a spreadsheet, or printed in a PDF where there is a program to read it. */
function unpacked(path: string, bytes: Buffer): readonly Buffer[] {
  if (path.endsWith('.xlsx')) return Object.values(unzipSync(bytes)).map((sheet) => Buffer.from(sheet));
  return path.endsWith('.pdf') && hasPdfToText ? [execFileSync('pdftotext', ['-layout', path, '-'])] : [];
}
