import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import { CloseSale, ConfigureEntity, openLedger, OpenDispute, ReceivePayment, RegisterCustomer, ReversePayment, type CommandResult, type Ledger } from '#billing';
import { openReadStore, reports } from '#read-models';
import { ReplayCommand } from '../replay/replay.command';
import { DiffCommand } from '../diff/diff.command';
import { ReportCommand } from '../report/report.command';
import { ExplainCommand } from './explain.command';

const entity = {
  entityId: 'UK', name: 'Sample', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

interface Explained {
  readonly figure: string;
  readonly facts: readonly { readonly sequence: number; readonly type: string; readonly change: string; readonly words: string }[];
  readonly elsewhere: readonly unknown[];
}

describe('why a figure is what it is, at the terminal', () => {
  let root: string;
  let folder: string;
  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `c${(requests += 1)}`, correlationId: `c${requests}` });

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'explain-'));
    folder = join(root, 'data');
    await withLedger(async (ledger) => {
      await ledger.execute(new ConfigureEntity(entity, context()));
      for (const customerId of ['ada', 'bob']) await ledger.execute(new RegisterCustomer({ customerId, kind: 'business', country: 'GB' }, context()));
      for (const [customerId, saleId, unitPrice] of [['ada', 'S1', '100.00'], ['bob', 'S2', '40.00'], ['ada', 'S3', '60.00']] as const) {
        await accepted(ledger.execute(new CloseSale({ saleId, customerId, closedOn: '2024-03-05', currency: 'GBP', lines: [{ description: 'A', quantity: '1', unitPrice }] }, context())));
      }
      await accepted(ledger.execute(new ReceivePayment({ paymentId: 'P1', receivedOn: '2024-03-10', currency: 'GBP', amount: '70.00', reference: 'INV-000001' }, context())));
      await accepted(ledger.execute(new ReversePayment({ paymentId: 'P1', reversalId: 'R1', valueDate: '2024-03-12', amount: '20.00', reason: 'bounced' }, context())));
    });
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    return result.answer;
  }

  async function withLedger(work: (ledger: Ledger) => Promise<unknown>, data = folder): Promise<void> {
    const ledger = await openLedger({ dataFolder: data });
    await work(ledger);
    await ledger.close();
  }

  async function run(command: object, args: readonly string[], options: object): Promise<string> {
    let printed = '';
    const print = (text = ''): void => {
      printed += `${text}\n`;
    };
    Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
    await (command as unknown as { execute(args: readonly string[], options: object): Promise<void> }).execute(args, { data: folder, asOf: '2024-12-31', ...options });
    return printed;
  }

  const explained = async (report: string, cell: string, options: object = {}): Promise<Explained> =>
    JSON.parse((await run(new ExplainCommand(), [report, cell], { format: 'json', ...options })).split('\n')[0]!) as Explained;

  test.each([
    ['receivables', 'ada,INV-000001:open', '50.00', ['InvoiceIssued 100.00', 'PaymentAllocated -70.00', 'AllocationReversed 20.00']],
    ['aging', 'bob:total', '40.00', ['InvoiceIssued 40.00']],
    ['aging', 'total:total', '150.00', ['InvoiceIssued 100.00', 'InvoiceIssued 40.00', 'InvoiceIssued 60.00', 'PaymentAllocated -70.00', 'AllocationReversed 20.00']],
    ['revenue', '2024-03:recognised', '200.00', ['InvoiceIssued 100.00', 'InvoiceIssued 40.00', 'InvoiceIssued 60.00']],
  ])('%s %s: the facts behind it add up to it', async (report, cell, figure, facts) => {
    const answer = await explained(report, cell);
    expect(answer).toMatchObject({ figure, elsewhere: [] });
    expect(answer.facts.map(({ type, change }) => `${type} ${change}`)).toEqual(facts);
    expect(answer.facts.reduce((sum, { change }) => sum.plus(change), new Decimal(0)).toFixed(2)).toBe(figure);
  });

  test('a bank account of the chart is explained by what moved it', async () => {
    const { body } = JSON.parse(await run(new ReportCommand(), ['trial-balance'], { format: 'json' })) as {
      body: { sections: { rows: { accountCode: string; accountName: string; closing: string }[] }[] };
    };
    const bank = body.sections[0]!.rows.find(({ closing }) => closing === '50.00')!;
    const answer = await explained('trial-balance', `${bank.accountCode}:closing`);
    expect(answer.facts.map(({ type, change }) => `${type} ${change}`)).toEqual(['PaymentReceived 70.00', 'PaymentReversed -20.00']);
    expect(answer.facts[0]!.words).toBe('Payment received, payment P1, GBP 70.00, on 2024-03-10');
  });

  test('says it in a table, and what is wrong with a cell', async () => {
    expect(await run(new ExplainCommand(), ['aging', 'ada:total'], {})).toMatch(/Invoice issued, document INV-000001, GBP 100\.00, account UK~ada, on 2024-03-05[\s\S]*4 facts/);
    await expect(run(new ExplainCommand(), ['aging', 'ada'], {})).rejects.toThrow('names no cell');
    await expect(run(new ExplainCommand(), ['aging', 'ada:nothing'], {})).rejects.toThrow('There is no figure "nothing"');
    await expect(run(new ExplainCommand(), ['aging', 'carl:total'], {})).rejects.toThrow('No row of report aging has carl');
    await expect(run(new ExplainCommand(), ['receivables', 'ada:open'], {})).rejects.toThrow('rows have ada: name one by more of its words');
  });

  test('diff names the figures that are others between two moments', async () => {
    const { facts } = await explained('aging', 'ada:total');
    const before = facts.at(-1)!.sequence - 1;
    const { changed } = JSON.parse((await run(new DiffCommand(), ['aging'], { since: { sequence: before }, format: 'json' })).split('\n')[0]!) as {
      changed: { row: string[]; column: string; change: string }[];
    };
    expect(changed).toEqual(expect.arrayContaining([expect.objectContaining({ row: ['UK', 'GBP', 'ada'], column: 'total', before: '90.00', after: '110.00', change: '20.00' })]));
    expect(changed.filter(({ row }) => row.includes('bob'))).toEqual([]);
    expect(await run(new DiffCommand(), ['aging'], { since: { sequence: before } })).toContain('figures differ');
    await expect(run(new DiffCommand(), ['aging'], {})).rejects.toThrow('Name a report and the earlier moment');
  });

  test('replay makes fresh read models, of the whole log as the live ones are, or up to a moment as a report knows it', async () => {
    const replayed = async (into: string, options: object = {}) =>
      JSON.parse((await run(new ReplayCommand(), [], { into: join(root, into), format: 'json', ...options })).split('\n')[0]!) as { sequence: number; digests: Record<string, string> };
    const whole = await replayed('whole');
    await withLedger(async (ledger) => {
      await ledger.readModels.catchUp();
      expect(whole.digests).toEqual(await ledger.readModels.digest());
    });
    const until = { sequence: whole.sequence - 3 };
    const [cut, again] = [await replayed('cut', { until }), await replayed('again', { until })];
    expect(cut).toMatchObject({ sequence: until.sequence });
    expect(cut.digests).toEqual(again.digests);
    const readStore = await openReadStore({ file: join(root, 'cut', 'read-models.db') });
    const { body } = await reports(readStore).aging({ asOf: '2024-12-31' });
    await readStore.close();
    const known = JSON.parse(await run(new ReportCommand(), ['aging'], { format: 'json', knownAt: until })) as { body: object };
    expect(body).toEqual(known.body);
    await expect(run(new ReplayCommand(), [], { into: join(root, 'cut') })).rejects.toThrow('is there already');
    await expect(run(new ReplayCommand(), [], { into: join(root, 'other'), type: 'InvoiceIssued' })).rejects.toThrow('no filter');
  });

  test('diff finds where two logs part', async () => {
    const twin = join(root, 'twin');
    cpSync(folder, twin, { recursive: true });
    expect(await run(new DiffCommand(), [], { with: twin })).toMatch(/^\d+ facts are the same\. 0 more are here, 0 more there\./);
    await withLedger((ledger) => accepted(ledger.execute(new OpenDispute({ accountId: 'UK~bob', disputeId: 'D1', invoiceId: 'INV-000002', reason: 'broken' }, context()))), twin);
    expect(await run(new DiffCommand(), [], { with: twin })).toContain('0 more are here, 1 more there');
    await withLedger((ledger) => ledger.execute(new RegisterCustomer({ customerId: 'carl', kind: 'business', country: 'GB' }, context())));
    await expect(run(new DiffCommand(), [], { with: twin })).rejects.toThrow(
      /The logs part at sequence \d+\.\n {2}here {3}customer-carl@0: Customer registered\n {2}there {2}account-UK~bob@\d+: Dispute opened/,
    );
  });
});
