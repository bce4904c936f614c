import { eventTypeFilter, excludeSystemEvents, streamNameFilter, type Filter } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { note, type WireBench } from './bench';
import type { FilterOf } from './read-call';
import { eventsIn } from './reading-rules';
import { patienceMs } from './recording';
import { ownNodeOnly, type WireTraits } from './subject';

/** Each takes a backtracking matcher longer than anybody would wait. */
const hostileExpressions = ['^(a+)+$', '^(a|aa)+$', '^(a*)*b$', '(a+){10,}c'];

/** Which events of the log a filter lets through; it is the server that leaves out the others. */
export function filterRules(bench: () => WireBench, traits: WireTraits): void {
  const ownNode = ownNodeOnly(traits, 'a real server has no bound on expressions');
  let root = '';
  let from = 0n;
  const names = ['order-1', 'order-2', 'Order-3', 'offer.(1)'];

  /** One event in each stream, its type named after the stream. Filters are asked from just before the first. */
  beforeAll(async () => {
    root = bench().stream('');
    const { position } = await bench().client.appendToStream(`${root}mark`, note('Mark'));
    from = position?.commit ?? 0n;
    for (const name of names) await bench().client.appendToStream(root + name, note(`${root}Type-${name}`));
    await bench().client.appendToStream(`${root}none`, note('$internal'));
  });

  const matched = async (filter: FilterOf, read: { count?: number; backwards?: boolean; from?: bigint | 'end' } = {}) =>
    eventsIn(await bench().bare.read({ from, filter, ...read })).map(({ stream }) => stream.replace(root, ''));
  const escaped = () => root.replaceAll('-', '\\-');

  it.each([
    ['a prefix of stream names', () => ({ on: 'stream', prefixes: [`${root}order-`] }), ['order-1', 'order-2']],
    ['any of several prefixes', () => ({ on: 'stream', prefixes: [`${root}order-2`, `${root}Order`] }), ['order-2', 'Order-3']],
    ['a prefix that would be an expression', () => ({ on: 'stream', prefixes: [`${root}offer.(`] }), ['offer.(1)']],
    ['a prefix that only looks like one', () => ({ on: 'stream', prefixes: [`${root}o.*`] }), []],
    ['a prefix of types', () => ({ on: 'type', prefixes: [`${root}Type-o`] }), ['order-1', 'order-2', 'offer.(1)']],
    ['an expression on stream names', () => ({ on: 'stream', regex: `^${escaped()}order-\\d$` }), ['order-1', 'order-2']],
    ['an expression that is found anywhere in the name', () => ({ on: 'stream', regex: `${escaped()}[oO]rder` }), ['order-1', 'order-2', 'Order-3']],
    ['an expression on types', () => ({ on: 'type', regex: `Type-(order-2|Order)` }), ['order-2', 'Order-3']],
    ['an expression rather than the prefixes beside it', () => ({ on: 'stream', regex: 'order-1$', prefixes: [`${root}order-2`] }), ['order-1']],
    ['what looks ahead and behind', () => ({ on: 'type', regex: '(?<=Type-)order-(?!1)' }), ['order-2']],
  ] as [string, () => FilterOf, string[]][])('reads by %s', async (_, filter, streams) => {
    await expect(matched(filter())).resolves.toEqual(streams);
  });

  it('counts what it finds, not what it passes, in both directions', async () => {
    const filter = { on: 'stream', prefixes: [`${root}order-`, `${root}Order-`] } as const;
    await expect(matched(filter, { count: 2 })).resolves.toEqual(['order-1', 'order-2']);
    await expect(matched(filter, { count: 2, backwards: true, from: 'end' })).resolves.toEqual(['Order-3', 'order-2']);
  });

  it('finds a few among many', async () => {
    const [few, many] = [bench().stream('few'), bench().stream('many')];
    const { position } = await bench().client.appendToStream(many, Array.from({ length: 500 }, () => note()));
    await bench().client.appendToStream(few, note());
    await bench().client.appendToStream(many, Array.from({ length: 500 }, () => note()));
    await bench().client.appendToStream(few, note());
    const found = await bench().bare.read({ from: position?.commit ?? 0n, filter: { on: 'stream', prefixes: [few] }, count: 5 });
    expect(eventsIn(found).map(({ revision }) => revision)).toEqual([0n, 1n]);
  });

  describe('of the official client', () => {
    const followed = async (filter: Filter) => {
      const subscription = bench().client.subscribeToAll({ fromPosition: { commit: from, prepare: from }, filter });
      const live = new Promise((resolve, reject) => subscription.on('error', reject).on('caughtUp', () => resolve(null)));
      const streams: (string | undefined)[] = [];
      subscription.on('data', ({ event }) => streams.push(event?.streamId.replace(root, '')));
      await live;
      await subscription.unsubscribe();
      return streams.filter((stream) => names.includes(stream ?? '') || stream === 'none');
    };

    it('lets through what begins with a prefix', async () => {
      await expect(followed(streamNameFilter({ prefixes: [`${root}order-`] }))).resolves.toEqual(['order-1', 'order-2']);
      await expect(followed(eventTypeFilter({ prefixes: [`${root}Type-O`] }))).resolves.toEqual(['Order-3']);
    });

    it('lets through what an expression fits', async () => {
      await expect(followed(streamNameFilter({ regex: `^${root}o.*1` }))).resolves.toEqual(['order-1', 'offer.(1)']);
      await expect(followed(eventTypeFilter({ regex: '-2$' }))).resolves.toEqual(['order-2']);
    });

    it('leaves out system events by their type', async () => {
      await expect(followed(excludeSystemEvents())).resolves.toEqual(['order-1', 'order-2', 'Order-3', 'offer.(1)']);
    });
  });

  describe('that would harm', () => {
    it('answers an expression that is none with an error, and works on', async () => {
      await expect(matched({ on: 'type', regex: '(unclosed' })).rejects.toMatchObject({ code: expect.any(Number) });
      await expect(bench().bare.subscribe({ filter: { on: 'type', regex: '[' } }).failed()).resolves.toBeDefined();
      await expect(matched({ on: 'stream', prefixes: [`${root}order-1`] })).resolves.toEqual(['order-1']);
    });

    ownNode('refuses an expression that is too long', async () => {
      const regex = `(${'a|'.repeat(50_000)}b)`;
      await expect(matched({ on: 'type', regex })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
      await expect(bench().bare.subscribe({ filter: { on: 'type', regex } }).failed()).resolves.toMatchObject({ code: status.INVALID_ARGUMENT });
    });

    ownNode('lets no expression hold up others', async () => {
      const stream = bench().stream();
      const { position } = await bench().client.appendToStream(stream, note(`${'a'.repeat(60)}!`));
      const hostile = hostileExpressions.map((regex) =>
        bench().bare.subscribe({ from: position?.commit ?? 0n, filter: { on: 'type', regex } }),
      );
      const reading = hostileExpressions.map((regex) => matched({ on: 'type', regex }).catch(() => []));
      const before = Date.now();
      await expect(bench().revisions(stream)).resolves.toEqual([0]);
      await expect(bench().client.appendToStream(stream, note())).resolves.toMatchObject({ nextExpectedRevision: 1n });
      expect(Date.now() - before).toBeLessThan(patienceMs / 2);
      await Promise.all(reading);
      for (const follower of hostile) follower.cancel();
    });
  });
}
