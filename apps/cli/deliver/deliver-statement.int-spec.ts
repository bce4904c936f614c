import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloseSale, ConfigureEntity, openLedger, RegisterCustomer, SetPreference } from '#billing';
import { Mailbox } from '../../../libs/delivery/testing';
import { DeliverStatementCommand } from './deliver-statement.command';

const entity = {
  entityId: 'UK', name: 'Sample', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};
const settings = { DAYBOOK_SMTP: '', DAYBOOK_MAIL_FROM: 'Sample <billing@sample.example>' };

describe('daybook deliver statement', () => {
  let folder: string;
  let box: Mailbox;
  const before = { ...process.env };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deliver-statement-'));
    box = await Mailbox.open();
    Object.assign(process.env, { ...settings, DAYBOOK_SMTP: `smtp://127.0.0.1:${box.port}?tls=off` });
    const ledger = await openLedger({ dataFolder: folder });
    let requests = 0;
    const context = () => ({ actor: 'test', commandId: `c${(requests += 1)}`, correlationId: `c${requests}` });
    const lines = [{ description: 'Tea', quantity: '3', unitPrice: '10.00' }];
    const commands: object[] = [new ConfigureEntity(entity, context())];
    for (const customerId of ['A', 'B']) {
      const personal = { name: `Ada ${customerId}`, email: `${customerId.toLowerCase()}@example.com` };
      commands.push(
        new RegisterCustomer({ customerId, kind: 'business', country: 'GB', personal }, context()),
        new SetPreference({ customerId, requestId: `wish-${customerId}`, channel: 'email' }, context()),
        new CloseSale({ customerId, saleId: `S-${customerId}`, closedOn: '2010-12-01', currency: 'GBP', lines }, context()),
      );
    }
    for (const command of commands) expect(await ledger.execute(command as CloseSale)).toMatchObject({ kind: 'accepted' });
    await ledger.close();
  });
  afterEach(async () => {
    for (const name of Object.keys(settings)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    await box.close();
    rmSync(folder, { recursive: true });
  });

  async function run(args: readonly string[], options: object = {}): Promise<string> {
    let printed = '';
    const print = (text = ''): void => {
      printed += `${text}\n`;
    };
    const command = new DeliverStatementCommand();
    Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
    const runnable = command as unknown as { execute(args: readonly string[], options: object): Promise<void> };
    await Promise.resolve()
      .then(() => runnable.execute(args, { data: folder, ...options }))
      .catch((error: Error) => print(error.message));
    return printed;
  }

  it('sends that of one account once, and once more by naming the delivery', async () => {
    const first = await run(['UK~A'], { asOf: '2010-12-31' });
    expect(first).toMatch(/^[0-9a-f]{32}: sent \(250 .*\)\n$/);
    expect(await run(['UK~A'], { asOf: '2010-12-31' })).toBe(first);
    expect(await run(['UK~A'], { asOf: '2010-12-31', repeats: first.slice(0, 32) })).toMatch(/: sent/);
    expect(box.received).toHaveLength(2);
  });

  it('sends those of everybody who owes; run again, none', async () => {
    expect(await run([], { all: true, asOf: '2010-12-31' })).toMatch(/2 sent/);
    expect(await run([], { all: true, asOf: '2010-12-31' })).toMatch(/0 sent/);
    expect((await box.read()).map(({ to }) => to?.[0]?.address).sort()).toEqual(['a@example.com', 'b@example.com']);
  });

  it('says what is wrong with what it is asked', async () => {
    for (const [args, options] of [[[], {}], [['UK~A'], { all: true, asOf: '2010-12-31' }], [[], { all: true }], [[], { all: true, asOf: '2010-12-31', repeats: 'x' }]] as const) {
      expect(await run(args, options)).toMatch(/^Name one account/);
    }
    expect(await run(['UK~Z'], { asOf: '2010-12-31' })).toMatch(/there is no statement "UK~Z"/);
    expect(box.received).toHaveLength(0);
  });
});
