import { randomUUID } from 'node:crypto';
import { note, type WireBench } from './bench';
import type { Signal } from './read-call';
import { ownNodeOnly, type WireTraits } from './subject';

const seen = (signals: readonly Signal[]) =>
  signals.flatMap((signal) => (signal.kind === 'event' ? [{ event: signal.event?.id ?? null, link: signal.link?.id ?? null }] : []));

/** Links to events of other streams, and which of the server's own events the log shows. */
export function linkRules(bench: () => WireBench, traits: WireTraits): void {
  const ownNode = ownNodeOnly(traits, 'it writes to streams that a real server keeps for itself');
  const linked = async (...targets: string[]) => {
    const stream = bench().stream('links');
    const events = targets.map((data) => ({ id: randomUUID(), type: '$>', data, contentType: 'application/octet-stream' }));
    await bench().bare.append({ stream, expected: 'no_stream', events });
    return { stream, ids: events.map(({ id }) => id) };
  };

  it('are links to a client that does not ask for more', async () => {
    const { stream: target } = await bench().seeded(1);
    const { stream, ids } = await linked(`0@${target}`);
    await expect(bench().bare.read({ stream }).then(seen)).resolves.toEqual([{ event: ids[0], link: null }]);
  });

  it('are resolved: the event and the link, each with its own place, and the position of the link', async () => {
    const { stream: target, events } = await bench().seeded(2);
    const { stream, ids } = await linked(`1@${target}`);
    const [resolved] = await bench().bare.read({ stream, resolveLinks: true });
    const [, original] = await bench().bare.read({ stream: target });
    if (resolved?.kind !== 'event' || original?.kind !== 'event') throw new Error('no event was read');
    expect(resolved.event).toEqual(original.event);
    expect(resolved.link).toMatchObject({ id: ids[0], type: '$>', stream, revision: 0n, commit: resolved.commitPosition });
    expect(resolved.commitPosition).not.toBe(original.commitPosition);
    const [forClient] = await bench().read(stream, { resolveLinkTos: true });
    expect(forClient).toMatchObject({ event: { id: events[1]?.id, streamId: target }, link: { id: ids[0] }, commitPosition: resolved.commitPosition });
  });

  it('are resolved backwards, in the whole log, and in subscriptions to either', async () => {
    const { stream: target, events } = await bench().seeded(1);
    const { stream, ids } = await linked(`0@${target}`);
    const wanted = [{ event: events[0]?.id, link: ids[0] }];
    const filter = { on: 'stream', prefixes: [stream] } as const;
    await expect(bench().bare.read({ stream, from: 'end', backwards: true, resolveLinks: true }).then(seen)).resolves.toEqual(wanted);
    await expect(bench().bare.read({ from: 'end', backwards: true, count: 1, resolveLinks: true }).then(seen)).resolves.toEqual(wanted);
    await expect(bench().bare.read({ filter, resolveLinks: true }).then(seen)).resolves.toEqual(wanted);
    for (const read of [{ stream }, { filter }]) {
      const follower = bench().bare.subscribe({ ...read, resolveLinks: true });
      await follower.until('the link', ({ messages }) => seen(messages).length > 0);
      expect(seen(follower.messages)).toEqual(wanted);
      follower.cancel();
    }
  });

  it('leave events that are none as they are', async () => {
    const { stream, events } = await bench().seeded(1);
    await expect(bench().bare.read({ stream, resolveLinks: true }).then(seen)).resolves.toEqual([{ event: events[0]?.id, link: null }]);
  });

  it('split at the first @', async () => {
    const { stream: target, events } = await bench().seeded(1, 'a@b@c');
    const { stream, ids } = await linked(`0@${target}`);
    await expect(bench().bare.read({ stream, resolveLinks: true }).then(seen)).resolves.toEqual([{ event: events[0]?.id, link: ids[0] }]);
  });

  it('are followed one step', async () => {
    const { stream: target } = await bench().seeded(1);
    const inner = await linked(`0@${target}`);
    const outer = await linked(`0@${inner.stream}`);
    await expect(bench().bare.read({ stream: outer.stream, resolveLinks: true }).then(seen)).resolves.toEqual([{ event: inner.ids[0], link: outer.ids[0] }]);
  });

  describe('to what cannot be read are given without an event', () => {
    const missing: [string, () => Promise<string>][] = [
      ['a stream that never was', async () => `0@${bench().stream()}`],
      ['an event that never was', async () => `7@${(await bench().seeded(1)).stream}`],
      ['no stream at all', async () => 'nowhere'],
      [
        'a truncated event',
        async () => {
          const { stream } = await bench().seeded(2);
          await bench().client.setStreamMetadata(stream, { truncateBefore: 1 });
          return `0@${stream}`;
        },
      ],
      [
        'an event beyond $maxCount',
        async () => {
          const { stream } = await bench().seeded(3);
          await bench().client.setStreamMetadata(stream, { maxCount: 1 });
          return `0@${stream}`;
        },
      ],
      [
        'a soft-deleted stream',
        async () => {
          const { stream } = await bench().seeded(1);
          await bench().client.deleteStream(stream);
          return `0@${stream}`;
        },
      ],
      [
        'a tombstoned stream',
        async () => {
          const { stream } = await bench().seeded(1);
          await bench().client.tombstoneStream(stream);
          return `0@${stream}`;
        },
      ],
    ];

    it.each(missing)('%s', async (_, target) => {
      const { stream, ids } = await linked(await target());
      const signals = await bench().bare.read({ stream, resolveLinks: true });
      expect(seen(signals)).toEqual([{ event: null, link: ids[0] }]);
      expect(signals[0]).toMatchObject({ commitPosition: expect.any(BigInt) });
    });
  });

  describe("the server's own events in the log", () => {
    it('are visible: metadata among the others', async () => {
      const stream = bench().stream();
      await bench().client.setStreamMetadata(stream, { maxCount: 5 });
      const log = await bench().readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 });
      expect(log[0]?.event).toMatchObject({ streamId: `$$${stream}`, type: '$metadata' });
    });

    ownNode('are hidden where they tell only of the server itself, and can be read in their streams', async () => {
      const group = randomUUID();
      const hidden = ['$epoch-information', `$persistentsubscription-$all::${group}-checkpoint`, `$persistentsubscription-$all::${group}-parked`];
      const shown = [`$persistentsubscription-s::${group}-checkpoint`, `$other-${group}`];
      const marker = bench().stream();
      const { position } = await bench().client.appendToStream(marker, note());
      for (const stream of [...hidden, ...shown]) await bench().client.appendToStream(stream, note());
      const from = position as { commit: bigint; prepare: bigint };
      const log = await bench().readAll({ fromPosition: from });
      expect(log.map(({ event }) => event?.streamId)).toEqual([marker, ...shown]);
      const filtered = await bench().bare.read({ from, filter: { on: 'stream', prefixes: ['$'] } });
      expect(filtered.flatMap((signal) => (signal.kind === 'event' ? [signal.event?.stream] : []))).toEqual(shown);
      for (const stream of hidden) await expect(bench().read(stream)).resolves.not.toHaveLength(0);
      const follower = bench().bare.subscribe({ from });
      await follower.until('the last one', ({ messages }) => messages.some((signal) => signal.kind === 'caught-up'));
      expect(follower.messages.flatMap((signal) => (signal.kind === 'event' ? [signal.event?.stream] : []))).toEqual(shown);
      follower.cancel();
    });
  });
}
