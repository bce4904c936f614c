import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANY, ErrorType, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { openEmbeddedStore, type EmbeddedStore } from '#event-store/embedded';
import { startNode, type RunningNode } from '#event-store/node';
import { CliFailure } from '../cli-failure';
import { writeTlsFiles } from '../node/tls-files.test-kit';
import { SetupCommand } from './setup.command';

const denied = { type: ErrorType.ACCESS_DENIED };

describe('daybook setup', () => {
  let folder: string;
  let log: EmbeddedStore;
  let node: RunningNode;
  const clients: EventStoreDBClient[] = [];
  let urlOf: (user: string) => string;

  const as = (user: string): EventStoreDBClient => {
    const client = EventStoreDBClient.connectionString(urlOf(user));
    clients.push(client);
    return client;
  };
  /** Runs the command as the program does, and gives what it printed. */
  const setup = async (options: Record<string, unknown>): Promise<string> => {
    const command = new SetupCommand();
    let printed = '';
    Object.assign(command, { terminal: { print: (text = '') => { printed += `${text}\n`; }, note: (text: string) => { printed += `${text}\n`; } } });
    await (command as unknown as { execute(args: string[], options: object): Promise<void> }).execute([], { eventStore: urlOf('admin'), ...options });
    return printed;
  };
  const note = (client: EventStoreDBClient) => client.appendToStream('invoices-UK', [jsonEvent({ type: 'Noted', data: {} })], { expectedRevision: ANY });
  const read = async (client: EventStoreDBClient): Promise<number> => {
    let count = 0;
    for await (const _event of client.readStream('invoices-UK')) count += 1;
    return count;
  };
  const readAll = async (client: EventStoreDBClient): Promise<void> => {
    for await (const _event of client.readAll({ maxCount: 1 })) return;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-setup-'));
    const tls = await writeTlsFiles(folder);
    log = await openEmbeddedStore({ file: join(folder, 'events.db') });
    node = await startNode({ log, port: 0, tls });
    urlOf = (user) => `${node.connectionString.replace('//', `//${user}:changeit@`)}&tlsCAFile=${encodeURIComponent(tls.certFile)}`;
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.dispose()));
    await node.close();
    await log.close();
    await rm(folder, { recursive: true });
  });

  it('is for administrators', async () => {
    await expect(setup({ eventStore: urlOf('ops') })).rejects.toThrow(/a user of the group \$admins is needed/);
  });

  it('lets only the writer and administrators write, delete and change metadata; others read', async () => {
    await note(as('ops'));
    expect(await setup({})).toMatch(/default rules of streams .*"\$w":\["\$admins"\]/);
    await expect(note(as('ops'))).rejects.toMatchObject(denied);
    await expect(as('ops').deleteStream('invoices-UK')).rejects.toMatchObject(denied);
    await expect(as('ops').setStreamMetadata('invoices-UK', { truncateBefore: 1 })).rejects.toMatchObject(denied);
    await note(as('admin'));
    expect(await read(as('ops'))).toBe(2);
    await expect(readAll(as('ops'))).rejects.toMatchObject(denied);
  });

  it('changes nothing when it is asked for the same again', async () => {
    const before = log.head();
    expect(await setup({})).toBe(
      'default rules of streams ($settings, $userStreamAcl): as asked already.\nrules of $all (its metadata, $acl): as asked already.\n',
    );
    expect(log.head()).toBe(before);
  });

  it('shows other rules and replaces them only when told, keeping what else is set', async () => {
    await as('admin').appendToStream('$settings', [jsonEvent({ type: '$settings', data: { $userStreamAcl: { $w: '$all' }, $systemStreamAcl: { $r: '$admins' } } })]);
    const asked = setup({ writer: 'ops', readers: ['crm'] });
    await expect(asked).rejects.toBeInstanceOf(CliFailure);
    await expect(asked).rejects.toThrow(/has other rules already; nothing was changed:[\s\S]*now +\{"\$w":"\$all"\}[\s\S]*--force/);
    expect(await setup({ writer: 'ops', readers: ['crm'], force: true })).toMatch(/in place of \{"\$w":"\$all"\}/);
    for await (const { event } of as('admin').readStream('$settings', { direction: 'backwards', fromRevision: 'end', maxCount: 1 })) {
      expect(event?.data).toMatchObject({ $systemStreamAcl: { $r: '$admins' }, $userStreamAcl: { $w: ['$admins', 'ops'], $r: ['$admins', 'ops', 'crm'] } });
    }
    await note(as('ops'));
    await readAll(as('ops'));
  });
});
