import { readFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DoCommand } from './do.command';
import { knownCommands } from './known-commands';

const billing = join(__dirname, '../../../libs/billing');

describe('daybook do', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'do-command-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function run(name: string, bodies: unknown, options: object = {}): Promise<string> {
    let printed = '';
    const print = (text = ''): void => {
      printed += `${text}\n`;
    };
    const file = join(folder, 'body.json');
    writeFileSync(file, typeof bodies === 'string' ? bodies : JSON.stringify(bodies));
    const command = new DoCommand();
    Object.assign(command, { terminal: { print, note: print, style: { width: 100, colour: false } } });
    const runnable = command as unknown as { execute(args: readonly string[], options: object): Promise<void> };
    await runnable.execute([name, file], { data: join(folder, 'data'), ...options }).catch((error: Error) => print(error.message));
    return printed;
  }

  const entity = {
    entityId: 'UK', name: 'Sample', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate', mode: 'half-up' },
    agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice', prefix: 'INV-', firstNumber: 1, digits: 6 }],
  };
  const sale = (saleId: string) => ({ saleId, customerId: 'C1', closedOn: '2010-12-01', currency: 'GBP', lines: [{ description: 'x', quantity: '1', unitPrice: '5' }] });

  it('carries out commands given as JSON, one or several, and answers each', async () => {
    await run('configure-entity', entity);
    await run('register-customer', { customerId: 'C1', kind: 'business', country: 'GB' });
    const answers = (await run('close-sale', [sale('S1'), sale('S2')])).trim().split('\n').map((text) => JSON.parse(text) as object);
    expect(answers).toMatchObject([{ documentNumber: 'INV-000001' }, { documentNumber: 'INV-000002' }]);
    expect(await run('write-off', { accountId: 'UK~C1', writeOffId: 'W1', reasonCode: 'small-balance', reason: 'done' })).toContain('"W1"');
    expect(await run('close-sale', [sale('S3'), { ...sale('S1'), currency: 'EUR' }])).toMatch(/INV-000003[\s\S]*body 2: /);
  });

  it('does nothing at all with a body that does not fit, and says which field', async () => {
    expect(await run('close-sale', [sale('S1'), { ...sale('S2'), currency: 'pounds' }])).toMatch(/body 2 is no close-sale; nothing was done:\n {2}currency "pounds"/);
    expect(await run('close-sale', '{"saleId": ')).toContain('is not JSON');
    expect(await run('sell', {})).toContain('There is no command "sell"');
  });

  it('knows every command there is, but those that have a command of their own and the signed notice of a gateway', () => {
    const files = readdirSync(billing, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.command.ts'));
    const names = files.flatMap((file) => [...readFileSync(join(billing, file), 'utf8').matchAll(/export class (\w+) extends Command/g)].map(([, name]) => name!));
    const kebab = names.map((name) => name.replace(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase());
    expect(kebab.filter((name) => !knownCommands.has(name)).sort()).toEqual([
      'list-direct-debits', 'make-direct-debit-file', 'plan-billing-run', 'record-usage-batches', 'take-gateway-notice',
    ]);
  });
});
