import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, RegisterCustomer, RegisterWebhookEndpoint } from '#billing';
import { WebhookStore, openReadStore } from '#read-models';
import { webhookOptions } from './webhook-options';
import { WebhooksDeadLettersCommand, WebhooksListCommand, WebhooksReplayCommand } from './webhooks.command';

const context = { actor: 'test', commandId: 'c', correlationId: 'c' };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'webhooks-command-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function run(command: object, args: readonly string[], options: object = {}): Promise<string> {
  let printed = '';
  const print = (text = ''): void => {
    printed += `${text}\n`;
  };
  Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
  const runnable = command as unknown as { execute(args: readonly string[], options: object): Promise<void> };
  await runnable.execute(args, { data: folder, ...options }).catch((error: Error) => print(error.message));
  return printed;
}

it('lists endpoints and what was given up for them, and puts a replay on record', async () => {
  const ledger = await openLedger({ dataFolder: folder, followLog: false });
  await ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB' }, context));
  await ledger.execute(new RegisterWebhookEndpoint({ endpointId: 'crm', url: 'https://crm.example/hooks' }, context));
  const { ledgerId } = ledger;
  await ledger.close();
  expect(await run(new WebhooksListCommand(), [])).toBe('No endpoint is told of anything.\n');

  const database = await openReadStore({ file: join(folder, 'webhooks.db') });
  const store = await WebhookStore.open(database, ledgerId);
  const settings = { url: 'https://crm.example/hooks', eventTypes: [], envelope: 'plain', contractVersion: 1, order: 'none' } as const;
  const place = { position: '0'.repeat(32) as never, stream: 'webhookendpoint-crm', revision: 0 };
  await store.apply(place, { kind: 'registered', endpointId: 'crm', settings: { ...settings, eventTypes: [] }, cursor: { sequence: 0 } });
  const fact = { sequence: 2, eventId: 'e2', type: 'CustomerRegistered', stream: 'customer-C1', revision: 0 };
  const dead = { ...fact, state: 'dead', attempts: 14, dueAt: 1, firstAt: 1, failedAt: 1, failure: 'answered 500' } as const;
  await store.progress('crm', { epoch: 1, cursor: { sequence: 2 }, waiting: [dead], delivered: 0, at: 1 });
  await database.close();

  expect(await run(new WebhooksListCommand(), [])).toMatch(/crm .*active .*2 .*0 .*0 .*1 .*answered 500/);
  expect(JSON.parse(await run(new WebhooksListCommand(), [], { json: true }))).toMatchObject({ items: [{ endpointId: 'crm', cursor: 2, dead: 1 }] });
  expect(await run(new WebhooksDeadLettersCommand(), ['crm'])).toMatch(/2 .*CustomerRegistered .*customer-C1 .*14 .*answered 500/);
  expect(JSON.parse(await run(new WebhooksDeadLettersCommand(), ['crm'], { json: true }))).toMatchObject({ items: [{ sequence: 2, attempts: 14 }] });
  expect(await run(new WebhooksDeadLettersCommand(), ['none'])).toContain('There is no webhook endpoint "none"');
  expect(await run(new WebhooksReplayCommand(), ['crm'], { sequences: [2] })).toContain('sends them again to crm');
  expect(await run(new WebhooksReplayCommand(), ['crm'])).toContain('Send fromSequence or sequences');
  expect(await run(new WebhooksReplayCommand(), ['none'], { from: 1 })).toContain('is not registered');
});

it('takes nets inside, and refuses what is none', () => {
  expect(webhookOptions({})).toEqual({ allow: [] });
  expect(webhookOptions({ DAYBOOK_WEBHOOK_NETS: '10.1.0.0/16, fd00::/8' })).toEqual({ allow: ['10.1.0.0/16', 'fd00::/8'] });
  expect(() => webhookOptions({ DAYBOOK_WEBHOOK_NETS: '10.1.0.0/33' })).toThrow('DAYBOOK_WEBHOOK_NETS: "10.1.0.0/33" is no net');
});
