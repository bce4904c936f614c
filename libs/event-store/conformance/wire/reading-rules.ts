import { status } from '@grpc/grpc-js';
import { idsOf, notes, type WireBench } from './bench';
import type { Signal, WireEvent } from './read-call';
import { ownNodeOnly, type WireTraits } from './subject';

export const eventsIn = (signals: readonly Signal[]): WireEvent[] =>
  signals.flatMap((signal) => (signal.kind === 'event' && signal.event !== null ? [signal.event] : []));

/** Which events a read gives, of a stream and of the whole log, and what it says besides. */
export function readingRules(bench: () => WireBench, traits: WireTraits): void {
  const ownNode = ownNodeOnly(traits, 'a real server may be read beyond its end');

  describe('a stream', () => {
    it.each([
      ['forwards', {}, [0, 1, 2, 3, 4]],
      ['forwards from a revision, which is included', { fromRevision: 2n }, [2, 3, 4]],
      ['forwards from behind the end', { fromRevision: 5n }, []],
      ['forwards from far behind the end', { fromRevision: 5_000_000n }, []],
      ['forwards, so many', { fromRevision: 1n, maxCount: 2 }, [1, 2]],
      ['backwards from the end', { direction: 'backwards', fromRevision: 'end' }, [4, 3, 2, 1, 0]],
      ['backwards from a revision, which is included', { direction: 'backwards', fromRevision: 2n }, [2, 1, 0]],
      ['backwards from the first revision', { direction: 'backwards', fromRevision: 0n }, [0]],
      ['backwards from the start', { direction: 'backwards', fromRevision: 'start' }, [0]],
      ['backwards, so many', { direction: 'backwards', fromRevision: 'end', maxCount: 2 }, [4, 3]],
      ['backwards from behind the end', { direction: 'backwards', fromRevision: 100n }, [4, 3, 2, 1, 0]],
    ] as const)('is read %s', async (_, options, seen) => {
      const { stream } = await bench().seeded(5);
      await expect(bench().revisions(stream, options)).resolves.toEqual(seen);
    });

    it('is read whole when it is long', async () => {
      const { stream, events } = await bench().seeded(1200);
      expect((await bench().read(stream)).map(({ event }) => event?.id)).toEqual(idsOf(events));
      const backwards = await bench().revisions(stream, { direction: 'backwards', fromRevision: 'end' });
      expect(backwards).toEqual(Array.from({ length: 1200 }, (__, index) => 1199 - index));
    });

    it('is not found where there is none, by its name, with status OK', async () => {
      const stream = bench().stream('none');
      await expect(bench().bare.read({ stream })).resolves.toEqual([{ kind: 'not-found', stream }]);
      await expect(bench().read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
      await expect(bench().bare.read({ stream, from: 'end', backwards: true, compatibility: 1 })).resolves.toEqual([{ kind: 'not-found', stream }]);
    });

    it('cannot be read forwards from its end', async () => {
      const { stream } = await bench().seeded(1);
      await expect(bench().bare.read({ stream, from: 'end' })).rejects.toMatchObject({ code: status.UNKNOWN });
    });
  });

  describe('the whole log', () => {
    /** Six events of two streams in turn, with their places. */
    const seeded = async () => {
      const streams = [bench().stream('a'), bench().stream('b')];
      for (let round = 0; round < 3; round += 1) for (const stream of streams) await bench().client.appendToStream(stream, notes(1));
      const log = await bench().bare.read({ filter: { on: 'stream', prefixes: streams } });
      return eventsIn(log);
    };
    const idsAt = async (read: Parameters<ReturnType<typeof bench>['bare']['read']>[0]) => eventsIn(await bench().bare.read(read)).map(({ id }) => id);

    it('has commit and prepare the same, rising, with gaps', async () => {
      const positions = (await seeded()).map(({ commit, prepare }) => ({ commit, prepare }));
      expect(positions.every(({ commit, prepare }) => commit === prepare)).toBe(true);
      for (const [place, { commit }] of positions.entries()) {
        if (place > 0) expect(commit - (positions[place - 1]?.commit ?? 0n)).toBeGreaterThan(1n);
      }
    });

    it('is read forwards from a position, which is included', async () => {
      const events = await seeded();
      const [, , third, , , last] = events as [WireEvent, WireEvent, WireEvent, WireEvent, WireEvent, WireEvent];
      await expect(idsAt({ from: third.commit, count: 4 })).resolves.toEqual(idsOf(events.slice(2)));
      await expect(idsAt({ from: last.commit, count: 1 })).resolves.toEqual([last.id]);
    });

    it('is read backwards from a position, which is left out', async () => {
      const events = await seeded();
      const [, , , fourth] = events as [WireEvent, WireEvent, WireEvent, WireEvent];
      await expect(idsAt({ from: fourth.commit, backwards: true, count: 3 })).resolves.toEqual(idsOf(events.slice(0, 3)).reverse());
    });

    it('is read backwards from its end, the last event first', async () => {
      const events = await seeded();
      await expect(idsAt({ from: 'end', backwards: true, count: 6 })).resolves.toEqual(idsOf(events).reverse());
    });

    it('holds nothing after its end and nothing before its start', async () => {
      await seeded();
      await expect(bench().bare.read({ from: 'end' })).resolves.toEqual([]);
      await expect(bench().bare.read({ from: 'start', backwards: true })).resolves.toEqual([]);
      await expect(bench().bare.read({ from: 0n, backwards: true })).resolves.toEqual([]);
    });

    it('begins at position 0', async () => {
      await seeded();
      const first = await idsAt({ from: 'start', count: 3 });
      expect(first).toHaveLength(3);
      await expect(idsAt({ from: 0n, count: 3 })).resolves.toEqual(first);
    });

    it('cannot be read or followed from a position where no record begins', async () => {
      const [first] = (await seeded()) as [WireEvent];
      const from = { commit: first.commit + 1n, prepare: first.prepare + 1n };
      await expect(bench().bare.read({ from, count: 1 })).rejects.toMatchObject({ code: status.UNKNOWN });
      await expect(bench().bare.read({ from, count: 1, backwards: true })).rejects.toMatchObject({ code: status.UNKNOWN });
      const failure = await bench().bare.subscribe({ from }).failed();
      expect(failure.code).toBe(status.INVALID_ARGUMENT);
      expect(failure.details.toLowerCase()).toContain('invalid position');
    });

    ownNode('cannot be read or followed from a position far behind its end', async () => {
      const last = (await seeded()).at(-1) as WireEvent;
      const from = last.commit * 1000n;
      await expect(bench().bare.read({ from, count: 1 })).rejects.toMatchObject({ code: status.UNKNOWN });
      await expect(bench().bare.subscribe({ from }).failed()).resolves.toMatchObject({ code: status.INVALID_ARGUMENT });
    });

    it('gives the commit position with every event', async () => {
      const [first] = (await seeded()) as [WireEvent];
      const [signal] = await bench().bare.read({ from: first.commit, count: 1 });
      expect(signal).toMatchObject({ kind: 'event', commitPosition: first.commit, link: null });
    });
  });

  describe('what is said besides the events', () => {
    it('is nothing for a client that asks for nothing', async () => {
      const { stream } = await bench().seeded(3);
      for (const compatibility of [undefined, 0]) {
        const signals = await bench().bare.read({ stream, ...(compatibility === undefined ? {} : { compatibility }) });
        expect(new Set(signals.map(({ kind }) => kind))).toEqual(new Set(['event']));
      }
    });

    it.each([
      ['after all of them', {}],
      ['after some of them', { count: 1 }],
      ['backwards', { from: 'end', backwards: true }],
      ['after none of them', { from: 3n }],
    ] as const)('is the last revision of the stream for a newer client: %s', async (_, read) => {
      const { stream } = await bench().seeded(3);
      const signals = await bench().bare.read({ stream, compatibility: 1, ...read });
      expect(signals.filter(({ kind }) => kind !== 'event')).toEqual([{ kind: 'last-revision', revision: 2n }]);
      expect(signals.at(-1)?.kind).toBe('last-revision');
    });

    it('is also the first revision that can be read, when a page from before it is empty', async () => {
      const { stream } = await bench().seeded(3);
      await bench().client.setStreamMetadata(stream, { truncateBefore: 3 });
      const signals = await bench().bare.read({ stream, compatibility: 1 });
      expect(signals).toEqual(
        expect.arrayContaining([
          { kind: 'first-revision', revision: 3n },
          { kind: 'last-revision', revision: 2n },
        ]),
      );
      expect(signals).toHaveLength(2);
    });
  });

  describe('ids', () => {
    const highId = 'ffeeddcc-bbaa-4988-b766-554433221100';

    it('are taken in both forms and given in the form asked for', async () => {
      const stream = bench().stream();
      const lowId = '00112233-4455-4677-8899-aabbccddeeff';
      await bench().bare.append({ stream, expected: 'no_stream', events: [{ id: highId, hasStructuredId: true }, { id: lowId }] });
      const asText = eventsIn(await bench().bare.read({ stream, ids: 'string' }));
      const asHalves = eventsIn(await bench().bare.read({ stream, ids: 'structured' }));
      expect(asText.map(({ id, hasStructuredId }) => [id, hasStructuredId])).toEqual([[highId, false], [lowId, false]]);
      expect(asHalves.map(({ id, hasStructuredId }) => [id, hasStructuredId])).toEqual([[highId, true], [lowId, true]]);
    });

    it('are the same in either form and in either case', async () => {
      const stream = bench().stream();
      await bench().bare.append({ stream, expected: 'no_stream', events: [{ id: highId }] });
      for (const again of [{ id: highId, hasStructuredId: true }, { id: highId.toUpperCase() }]) {
        const answer = await bench().bare.append({ stream, expected: 'no_stream', events: [again] });
        expect(answer.getSuccess()?.getCurrentRevision()).toBe('0');
      }
    });

    it('are not given to a client that does not say in which form', async () => {
      const { stream } = await bench().seeded(1);
      await expect(bench().bare.read({ stream, ids: 'unsaid' })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    });
  });
}
