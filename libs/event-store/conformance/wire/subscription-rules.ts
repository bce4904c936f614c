import { status } from '@grpc/grpc-js';
import { trailersOf } from './append-answer-rules';
import { idsOf, note, notes, type WireBench } from './bench';
import type { ReadOf, Signal } from './read-call';
import { eventsIn } from './reading-rules';
import type { Recording } from './recording';

const isLive = (signals: readonly Signal[]): boolean => signals.some(({ kind }) => kind === 'caught-up');
const kindsOf = (signals: readonly Signal[]): string[] => signals.map(({ kind }) => kind);
const caughtUps = (signals: readonly Signal[]): number => signals.filter(({ kind }) => kind === 'caught-up').length;

type Follower = Recording<unknown, Signal>;

/** What a subscription begins with, what it delivers and in which order, and what it says of being live. */
export function subscriptionRules(bench: () => WireBench): void {
  const live = (follower: Follower) => follower.until('the subscription to be live', ({ messages }) => isLive(messages));
  const delivered = (follower: Follower, count: number) => follower.until(`${count} events`, ({ messages }) => eventsIn(messages).length >= count);
  const revisionsOf = (follower: Follower) => eventsIn(follower.messages).map(({ revision }) => Number(revision));

  describe('to a stream', () => {
    it('confirms with an id, delivers what is there, says that it is live, and delivers what comes', async () => {
      const { stream } = await bench().seeded(3);
      const follower = bench().bare.subscribe({ stream });
      await live(follower);
      await bench().client.appendToStream(stream, notes(2));
      await delivered(follower, 5);
      expect(kindsOf(follower.messages)).toEqual(['confirmation', 'event', 'event', 'event', 'caught-up', 'event', 'event']);
      expect(follower.messages[0]).toMatchObject({ id: expect.stringMatching(/.+/) });
      expect(revisionsOf(follower)).toEqual([0, 1, 2, 3, 4]);
      follower.cancel();
    });

    it.each([
      ['after the revision given', 1n, [2, 3]],
      ['after the first', 0n, [1, 2, 3]],
      ['at once live after the last', 2n, [3]],
      ['after the end', 'end', [3]],
      ['at the start', 'start', [0, 1, 2, 3]],
    ] as const)('begins %s', async (_, from, seen) => {
      const { stream } = await bench().seeded(3);
      const follower = bench().bare.subscribe({ stream, from });
      await live(follower);
      await bench().client.appendToStream(stream, note());
      await delivered(follower, seen.length);
      expect(revisionsOf(follower)).toEqual(seen);
      expect(kindsOf(follower.messages).indexOf('caught-up')).toBe(seen.length);
      follower.cancel();
    });

    it('delivers a long stream in order before it says that it is live', async () => {
      const { stream, events } = await bench().seeded(333);
      const follower = bench().bare.subscribe({ stream });
      await live(follower);
      expect(kindsOf(follower.messages).indexOf('caught-up')).toBe(334);
      expect(eventsIn(follower.messages).map(({ id }) => id)).toEqual(idsOf(events));
      follower.cancel();
    });

    it('waits for a stream that does not exist yet', async () => {
      const stream = bench().stream();
      const follower = bench().bare.subscribe({ stream });
      await live(follower);
      await bench().client.appendToStream(stream, notes(2));
      await delivered(follower, 2);
      expect(kindsOf(follower.messages)).toEqual(['confirmation', 'caught-up', 'event', 'event']);
      follower.cancel();
    });

    it('waits on a soft-deleted stream for its new beginning', async () => {
      const { stream } = await bench().seeded(2);
      await bench().client.deleteStream(stream);
      const follower = bench().bare.subscribe({ stream });
      await live(follower);
      expect(revisionsOf(follower)).toEqual([]);
      await bench().client.appendToStream(stream, note());
      await delivered(follower, 1);
      expect(revisionsOf(follower)).toEqual([2]);
      follower.cancel();
    });

    it('goes on when the stream is soft-deleted and begun again beneath it', async () => {
      const { stream } = await bench().seeded(1);
      const follower = bench().bare.subscribe({ stream });
      await live(follower);
      await bench().client.deleteStream(stream);
      await bench().client.appendToStream(stream, note());
      await delivered(follower, 2);
      expect(revisionsOf(follower)).toEqual([0, 1]);
      follower.cancel();
    });

    it('begins where the metadata says', async () => {
      const { stream } = await bench().seeded(5);
      await bench().client.setStreamMetadata(stream, { maxCount: 2 });
      const follower = bench().bare.subscribe({ stream });
      await live(follower);
      expect(revisionsOf(follower)).toEqual([3, 4]);
      follower.cancel();
    });

    it('shows, once live, every event that is written, also those the metadata soon hides from readers', async () => {
      const { stream } = await bench().seeded(3);
      await bench().client.setStreamMetadata(stream, { maxCount: 1 });
      const follower = bench().bare.subscribe({ stream });
      await live(follower);
      await bench().client.appendToStream(stream, notes(4));
      await delivered(follower, 5);
      expect(revisionsOf(follower)).toEqual([2, 3, 4, 5, 6]);
      follower.cancel();
    });

    it('receives the tombstone, then ends as deleted', async () => {
      const { stream } = await bench().seeded(1);
      const follower = bench().bare.subscribe({ stream });
      await live(follower);
      await bench().client.tombstoneStream(stream);
      const failure = await follower.failed();
      expect(eventsIn(follower.messages).at(-1)).toMatchObject({ type: '$streamDeleted', revision: 9223372036854775807n });
      expect({ code: failure.code, ...trailersOf(failure) }).toMatchObject({
        code: status.FAILED_PRECONDITION,
        exception: 'stream-deleted',
        'stream-name': stream,
      });
    });

    it('receives nothing of other streams', async () => {
      const [one, other] = [await bench().seeded(1), await bench().seeded(1)];
      const follower = bench().bare.subscribe({ stream: one.stream });
      await live(follower);
      await bench().client.appendToStream(other.stream, notes(5));
      await bench().client.appendToStream(one.stream, note());
      await delivered(follower, 2);
      expect(new Set(eventsIn(follower.messages).map(({ stream }) => stream))).toEqual(new Set([one.stream]));
      follower.cancel();
    });
  });

  describe('to the whole log', () => {
    it('begins after the position given, or after the end', async () => {
      const { stream, events, result } = await bench().seeded(3);
      const second = eventsIn(await bench().bare.read({ stream }))[1];
      const followers = [second?.commit ?? 0n, result.position?.commit ?? 0n, 'end' as const].map((from) => bench().bare.subscribe({ from }));
      for (const follower of followers) await live(follower);
      const more = note();
      await bench().client.appendToStream(stream, more);
      const [fromSecond, fromLast, fromEnd] = followers as [Follower, Follower, Follower];
      await Promise.all([delivered(fromSecond, 2), delivered(fromLast, 1), delivered(fromEnd, 1)]);
      expect(eventsIn(fromSecond.messages).map(({ id }) => id)).toEqual([events[2]?.id, more.id]);
      for (const follower of [fromLast, fromEnd]) {
        expect(kindsOf(follower.messages)).toEqual(['confirmation', 'caught-up', 'event']);
        expect(eventsIn(follower.messages)[0]?.id).toBe(more.id);
      }
      for (const follower of followers) follower.cancel();
    });

    it('begins at the very first event', async () => {
      const [first] = eventsIn(await bench().bare.read({ count: 1 }));
      for (const from of ['start', 0n] as const) {
        const follower = bench().bare.subscribe({ from });
        await delivered(follower, 1);
        expect(eventsIn(follower.messages)[0]?.id).toBe(first?.id);
        follower.cancel();
      }
    });

    it('delivers everything once and in the order of the log, however many write', async () => {
      const { position } = await bench().client.appendToStream(bench().stream(), note());
      const from = position?.commit ?? 0n;
      const streams = Array.from({ length: 6 }, (_, writer) => bench().stream(`writer${writer}`));
      const early = bench().bare.subscribe({ from });
      await Promise.all(
        streams.map(async (stream) => {
          for (let round = 0; round < 25; round += 1) await bench().client.appendToStream(stream, notes(2));
        }),
      );
      const late = bench().bare.subscribe({ from });
      await Promise.all([delivered(early, 300), delivered(late, 300)]);
      const log = eventsIn(await bench().bare.read({ from })).slice(1);
      for (const follower of [early, late]) {
        expect(eventsIn(follower.messages)).toEqual(log);
        follower.cancel();
      }
      const commits = log.map(({ commit }) => commit);
      expect(commits).toEqual([...new Set(commits)].sort((a, b) => Number(a - b)));
    });

    it('goes on past a tombstone', async () => {
      const { stream, result } = await bench().seeded(1);
      const follower = bench().bare.subscribe({ from: result.position?.commit ?? 0n });
      await live(follower);
      await bench().client.tombstoneStream(stream);
      await bench().client.appendToStream(bench().stream(), note());
      await delivered(follower, 2);
      expect(eventsIn(follower.messages).map(({ type }) => type)).toEqual(['$streamDeleted', 'Noted']);
      follower.cancel();
    });
  });

  describe('with a slow reader', () => {
    const large = Buffer.alloc(20_000, 'x');
    const crowd = async (stream: string) => {
      for (let round = 0; round < 20; round += 1) {
        await bench().bare.append({ stream, expected: 'any', events: Array.from({ length: 20 }, () => ({ contentType: 'application/octet-stream', data: large })) });
      }
    };

    it.each([
      ['a stream', (stream: string): ReadOf => ({ stream })],
      ['the log', (stream: string): ReadOf => ({ filter: { on: 'stream', prefixes: [stream] }, from: 'end' })],
    ])('loses and doubles nothing of %s, hinders nobody, and says again that it is live', async (_, read) => {
      const stream = bench().stream('slow');
      await bench().client.appendToStream(stream, note());
      const follower = bench().bare.subscribe(read(stream));
      await live(follower);
      const before = eventsIn(follower.messages).length;
      follower.call.pause();
      await crowd(stream);
      await expect(bench().revisions(stream, { maxCount: 1 })).resolves.toEqual([0]);
      follower.call.resume();
      await delivered(follower, before + 400);
      await follower.until('a second word that it is live', ({ messages }) => caughtUps(messages) > 1);
      expect(revisionsOf(follower).slice(before)).toEqual(Array.from({ length: 400 }, (__, index) => index + 1));
      expect(kindsOf(follower.messages)).not.toContain('fell-behind');
      follower.cancel();
    });
  });

  describe('through the official client', () => {
    it('says confirmation and caughtUp, delivers, and ends when it is told to', async () => {
      const { stream, events } = await bench().seeded(2);
      const subscription = bench().client.subscribeToStream(stream, { fromRevision: 0n });
      const heard: string[] = [];
      const third = note();
      const received = new Promise((resolve, reject) => {
        subscription
          .on('error', reject)
          .on('confirmation', () => heard.push('confirmation'))
          .on('caughtUp', () => {
            heard.push('caughtUp');
            bench().client.appendToStream(stream, third).catch(reject);
          })
          .on('data', ({ event }) => {
            heard.push(event?.id ?? '');
            if (event?.id === third.id) resolve(null);
          });
      });
      await received;
      await subscription.unsubscribe();
      expect(heard.filter((word) => word !== 'confirmation' && word !== 'caughtUp')).toEqual([events[1]?.id, third.id]);
      expect(heard).toEqual(expect.arrayContaining(['confirmation', 'caughtUp']));
      await expect(bench().revisions(stream)).resolves.toEqual([0, 1, 2]);
    });

    it('ends with StreamDeletedError when the stream is tombstoned', async () => {
      const { stream } = await bench().seeded(1);
      const subscription = bench().client.subscribeToStream(stream);
      const failure = new Promise((resolve) => subscription.on('error', resolve));
      subscription.on('caughtUp', () => void bench().client.tombstoneStream(stream)).resume();
      await expect(failure).resolves.toMatchObject({ type: 'stream-deleted', streamName: stream });
    });
  });
}
