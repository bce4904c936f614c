import { binaryEvent, jsonEvent, type EventStoreDBClient } from '@eventstore/db-client';
import { eventually } from '../../testing/eventually';
import { collected } from '../subject';
import type { AccessBench } from './access-rules';
import { note } from './bench';
import { eventsIn } from './reading-rules';

type Deed = 'read' | 'write' | 'delete' | 'read metadata' | 'write metadata';

const deeds: Record<Deed, (client: EventStoreDBClient, stream: string) => Promise<unknown>> = {
  read: (client, stream) => client.readStream(stream)[Symbol.asyncIterator]().next(),
  write: (client, stream) => client.appendToStream(stream, note()),
  delete: (client, stream) => client.deleteStream(stream),
  'read metadata': (client, stream) => client.getStreamMetadata(stream),
  'write metadata': (client, stream) => client.setStreamMetadata(stream, {}),
};

const outcome = (deed: Deed, client: EventStoreDBClient, stream: string): Promise<string> =>
  deeds[deed](client, stream).then(
    () => 'done',
    (error: unknown) => String((error as { type?: unknown }).type ?? error),
  );

/** What the access list of a stream, and the defaults in `$settings`, allow. */
export function aclRules(bench: () => AccessBench): void {
  const may = async (metadata: unknown, deed: Deed): Promise<Record<'ops' | 'admin', string>> => {
    const [first, second] = [await bench().seeded(metadata), await bench().seeded(metadata)];
    return { ops: await outcome(deed, bench().ops, first), admin: await outcome(deed, bench().admin, second) };
  };
  const allowed = { ops: 'done', admin: 'done' };
  const adminOnly = { ops: 'access-denied', admin: 'done' };

  const keys: [Deed, string][] = [
    ['read', '$r'],
    ['write', '$w'],
    ['delete', '$d'],
    ['read metadata', '$mr'],
    ['write metadata', '$mw'],
  ];

  describe.each(keys)('to %s goes by %s', (deed, key) => {
    it.each([
      ['a group that is not ours', '$admins'],
      ['a list without us', ['$admins', 'somebody']],
      ['another user', 'somebody'],
      ['nobody', []],
    ])('which denies it when it names %s', async (_, roles) => {
      await expect(may({ $acl: { [key]: roles } }, deed)).resolves.toEqual(adminOnly);
    });

    it.each([
      ['us', 'ops'],
      ['our group', '$ops'],
      ['everybody', '$all'],
      ['us among others', ['somebody', 'ops']],
    ])('which allows it when it names %s', async (_, roles) => {
      await expect(may({ $acl: { [key]: roles } }, deed)).resolves.toEqual(allowed);
    });

    it('and by no other key', async () => {
      const others = Object.fromEntries(keys.filter(([, other]) => other !== key).map(([, other]) => [other, '$admins']));
      await expect(may({ $acl: others }, deed)).resolves.toEqual(allowed);
    });
  });

  it('has no list when the metadata is not JSON', async () => {
    const stream = await bench().seeded({ $acl: { $r: '$admins' } });
    await expect(outcome('read', bench().ops, stream)).resolves.toBe('access-denied');
    const stubs = bench().stubsOf(bench().subject.admin);
    await stubs.append({ stream: `$$${stream}`, expected: 'any', events: [{ type: '$metadata', data: '{"$acl":{"$r":"$admins"}' }] });
    await expect(eventually(() => outcome('read', bench().ops, stream), (answer) => answer === 'done', 'the list to be gone')).resolves.toBe('done');
    stubs.close();
  });

  it('is lost with the metadata that a deletion replaces', async () => {
    const stream = await bench().seeded({ $acl: { $w: '$admins' } });
    await bench().admin.deleteStream(stream);
    await expect(eventually(() => outcome('write', bench().ops, stream), (answer) => answer === 'done', 'the list to be gone')).resolves.toBe('done');
  });

  it('lets a reader read a system stream whose list names it', async () => {
    const system = `$system-${bench().stream()}`;
    await bench().admin.appendToStream(system, note());
    await bench().setMetadata(system, { $acl: { $r: 'ops' } });
    await expect(eventually(() => outcome('read', bench().ops, system), (answer) => answer === 'done', 'the list to count')).resolves.toBe('done');
    await expect(outcome('write', bench().ops, system)).resolves.toBe('access-denied');
  });

  it('ends a subscription whose reader may no longer read, before what is written then', async () => {
    const stream = await bench().seeded();
    const stubs = bench().stubsOf(bench().subject.ops);
    const follower = stubs.subscribe({ stream });
    await follower.until('to be live', ({ messages }) => messages.some(({ kind }) => kind === 'caught-up'));
    await bench().setMetadata(stream, { $acl: { $r: '$admins' } });
    await bench().admin.appendToStream(stream, note('Secret'));
    const failure = await follower.failed();
    expect(failure.metadata.getMap()).toMatchObject({ exception: 'access-denied' });
    expect(eventsIn(follower.messages).map(({ type }) => type)).toEqual(['Noted']);
    stubs.close();
  });

  it('shows by a link only what the reader may read', async () => {
    const secret = await bench().seeded({ $acl: { $r: '$admins' } });
    const own = await bench().seeded();
    const link = binaryEvent({ type: '$>', data: Buffer.from(`0@${secret}`) });
    await bench().ops.appendToStream(own, link);
    const shown = async (client: EventStoreDBClient) => (await collected(client.readStream(own, { resolveLinkTos: true }))).at(-1);
    await expect(shown(bench().admin)).resolves.toMatchObject({ event: { streamId: secret }, link: { type: '$>' } });
    const toOps = await shown(bench().ops);
    expect([toOps?.link?.type, toOps?.event]).toEqual(['$>', undefined]);
  });

  describe('defaults in $settings', () => {
    const setDefaults = (settings: Record<string, unknown>) => bench().admin.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data: settings }));
    const every = (roles: string | string[]) => Object.fromEntries(keys.map(([, key]) => [key, roles]));

    afterEach(async () => {
      await setDefaults({});
    });

    it('bind streams of users that have no list of their own', async () => {
      const [open, own] = [await bench().seeded(), await bench().seeded({ $acl: { $r: 'ops' } })];
      await setDefaults({ $userStreamAcl: every('$admins'), $systemStreamAcl: every('$admins') });
      await eventually(() => outcome('read', bench().ops, open), (answer) => answer === 'access-denied', 'the defaults to count');
      await expect(outcome('write', bench().ops, open)).resolves.toBe('access-denied');
      await expect(outcome('read', bench().ops, own)).resolves.toBe('done');
      await expect(outcome('read', bench().admin, open)).resolves.toBe('done');
    });

    it('open system streams and the whole log to others', async () => {
      const system = `$system-${bench().stream()}`;
      await bench().admin.appendToStream(system, note());
      await setDefaults({ $userStreamAcl: every('$all'), $systemStreamAcl: every(['$admins', 'ops']) });
      await eventually(() => outcome('read', bench().ops, system), (answer) => answer === 'done', 'the defaults to count');
      await expect(bench().ops.readAll({ maxCount: 1 })[Symbol.asyncIterator]().next()).resolves.toMatchObject({ done: false });
    });

    it('are the built-in ones again when they are taken back', async () => {
      const stream = await bench().seeded();
      await setDefaults({ $userStreamAcl: every('$admins'), $systemStreamAcl: every('$admins') });
      await eventually(() => outcome('read', bench().ops, stream), (answer) => answer === 'access-denied', 'the defaults to count');
      await setDefaults({});
      await expect(eventually(() => outcome('read', bench().ops, stream), (answer) => answer === 'done', 'them to be gone')).resolves.toBe('done');
    });
  });
}
