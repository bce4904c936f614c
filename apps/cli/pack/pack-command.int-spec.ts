import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloseSale, ConfigureEntity, openLedger, ReceivePayment, RegisterCustomer, type Ledger } from '#billing';
import { wholeReportNames } from '../report/ask-report';
import { SealCommand } from '../seal/seal.command';
import { PackCommand } from './pack.command';
import type { PackManifest } from './pack-manifest';

const entity = {
  entityId: 'UK', name: 'Sample', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

describe('report packs at the terminal', () => {
  let root: string;
  let folder: string;
  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `c${(requests += 1)}`, correlationId: `c${requests}` });

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'pack-'));
    folder = join(root, 'data');
    await withLedger(async (ledger) => {
      await ledger.execute(new ConfigureEntity(entity, context()));
      await ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB' }, context()));
      await sell(ledger, 'S1', '2024-03-05');
    });
    await run(new SealCommand(), {});
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  async function withLedger(work: (ledger: Ledger) => Promise<unknown>): Promise<void> {
    const ledger = await openLedger({ dataFolder: folder });
    await work(ledger);
    await ledger.close();
  }

  const sell = (ledger: Ledger, saleId: string, closedOn: string) =>
    ledger.execute(new CloseSale({ saleId, customerId: 'C1', closedOn, currency: 'GBP', lines: [{ description: 'A', quantity: '1', unitPrice: '10.00' }] }, context()));

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

  const manifestOf = (pack: string): PackManifest => JSON.parse(readFileSync(join(pack, 'pack.json'), 'utf8')) as PackManifest;

  it('hold every report with its digest, and come out the same after later facts about the same month', async () => {
    const pack = join(root, 'march');
    expect(await run(new PackCommand(), { period: '2024-03', to: pack })).toContain('trial-balance');
    const manifest = manifestOf(pack);
    expect(manifest.reports.map(({ report }) => report)).toEqual([...wholeReportNames]);
    expect(manifest.reports.find(({ report }) => report === 'receivables')).toMatchObject({ provenance: { asOf: '2024-03-31', basis: 'posting', rowCount: 1 } });
    expect(manifest.rootHash).toMatch(/^[0-9a-f]{64}$/);
    // Each report says the root itself; the pack reads it from the log once more.
    expect(new Set(manifest.reports.map(({ provenance }) => provenance.chainHead))).toEqual(new Set([manifest.rootHash]));
    expect(readdirSync(pack)).toHaveLength(2 * wholeReportNames.length + 1);
    await withLedger(async (ledger) => {
      await sell(ledger, 'S2', '2024-03-06');
      await ledger.execute(new ReceivePayment({ paymentId: 'P1', receivedOn: '2024-03-07', currency: 'GBP', amount: '10.00', reference: 'INV-000001', method: 'bank' }, context()));
    });
    expect(await run(new PackCommand(), { check: pack })).toContain(`All ${wholeReportNames.length} reports come out byte for byte the same.`);
    const later = join(root, 'march-later');
    await run(new PackCommand(), { period: '2024-03', to: later });
    const digest = (of: PackManifest, name: string) => of.reports.find(({ report }) => report === name)?.sha256;
    expect(digest(manifestOf(later), 'receivables')).not.toBe(digest(manifest, 'receivables'));
  });

  it('name a file that was changed, and figures that the log does not give', async () => {
    const pack = join(root, 'changed');
    await run(new PackCommand(), { period: '2024-03', to: pack });
    expect(await run(new PackCommand(), { period: '2024-03', to: pack })).toContain('holds a pack already');
    writeFileSync(join(pack, 'aging.json'), readFileSync(join(pack, 'aging.json'), 'utf8').replace('10.00', '11.00'));
    const manifest = manifestOf(pack);
    const forged = manifest.reports.map((report) => (report.report === 'revenue' ? { ...report, sha256: '0'.repeat(64) } : report));
    writeFileSync(join(pack, 'pack.json'), JSON.stringify({ ...manifest, rootHash: '0'.repeat(64), reports: forged }));
    const said = await run(new PackCommand(), { check: pack });
    expect(said).toContain('aging.json is not what its manifest describes');
    expect(said).toContain('revenue: the log gives other figures now');
    expect(said).toMatch(/the log up to sequence \d+ has root/);
    expect(await run(new PackCommand(), { check: root })).toContain('holds no report pack');
  });

  it('name a spreadsheet, a control total or a report that was tampered with in the pack itself', async () => {
    const pack = join(root, 'tampered');
    await run(new PackCommand(), { period: '2024-03', to: pack });
    writeFileSync(join(pack, 'trial-balance.csv'), readFileSync(join(pack, 'trial-balance.csv'), 'utf8').replace('10.00', '99.00'));
    const manifest = manifestOf(pack);
    const [first, ...rest] = manifest.reports.filter(({ report }) => report !== 'tax');
    const forged = { ...first!, provenance: { ...first!.provenance, controlTotals: { 'receivables UK GBP': '99.99' } } };
    writeFileSync(join(pack, 'pack.json'), JSON.stringify({ ...manifest, reports: [forged, ...rest] }));
    const said = await run(new PackCommand(), { check: pack });
    expect(said).toContain('trial-balance.csv is not what its manifest describes');
    expect(said).toContain(`${first!.report}: the manifest says something else of what it rests on than the log gives`);
    expect(said).toContain('tax is missing from the pack');
    expect(said).toContain('3 things of the pack do not hold.');
  });

  it('name the seal that covers them', async () => {
    await run(new SealCommand(), {});
    const pack = join(root, 'sealed');
    await run(new PackCommand(), { period: '2024-03', to: pack, knownAt: 5 });
    expect(manifestOf(pack).seal?.size).toBeGreaterThanOrEqual(5);
  });
});
