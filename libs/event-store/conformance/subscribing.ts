import type { Position, RecordedEvent, SubscriptionSignal } from '../port';
import { idsOf, namedEvent, namedEvents, ownEvents, type ConformanceSubject } from './subject';

/** What a subscription promises: everything once and in order, a word when it is live, and no hurry for a slow reader. */
export function subscribingRules(subject: () => ConformanceSubject): void {
  const append = (stream: string, expected: number | 'no_stream', stem: string, count = 1) =>
    subject().store.append(subject().prefix + stream, expected, namedEvents(stem, count));

  /** Reads signals until `enough` says so, then ends the subscription. */
  async function follow(
    enough: (events: readonly RecordedEvent[], signal: SubscriptionSignal) => boolean,
    options: { after?: Position; pageSize?: number; onSignal?: (signal: SubscriptionSignal) => Promise<unknown> } = {},
  ): Promise<RecordedEvent[]> {
    const abort = new AbortController();
    const seen: RecordedEvent[] = [];
    const { after = null, pageSize = 100 } = options;
    const filter = { streamPrefixes: [subject().prefix] };
    for await (const signal of subject().store.subscribeAll(after, { filter, pageSize, signal: abort.signal })) {
      if (signal.kind === 'events') seen.push(...signal.events);
      await options.onSignal?.(signal);
      if (enough(seen, signal)) abort.abort();
    }
    return seen;
  }

  it('delivers what is there, says that it is live, then delivers what comes', async () => {
    await append('-a', 'no_stream', 'a', 3);
    let written = 2;
    const seen = await follow((events) => events.length === 8, {
      onSignal: async ({ kind }) => {
        if (kind !== 'caughtUp' || written >= 7) return;
        await append('-a', written, `live ${written}`);
        written += 1;
      },
    });
    expect(seen.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('says that it is live on a log without news, with the place it has read to', async () => {
    await append('-a', 'no_stream', 'a');
    await append('-a', 0, 'b');
    const last = (await ownEvents(subject())).at(-1);
    const signals: SubscriptionSignal[] = [];
    await follow((_, { kind }) => kind === 'caughtUp', { after: last?.position as Position, onSignal: async (signal) => signals.push(signal) });
    expect(signals).toHaveLength(1);
    expect(signals[0]).toMatchObject({ kind: 'caughtUp' });
  });

  it('begins strictly after the position given', async () => {
    await append('-a', 'no_stream', 'a', 5);
    const events = await ownEvents(subject());
    const after = events[1]?.position as Position;
    const seen = await follow((all) => all.length === 3, { after });
    expect(idsOf(seen)).toEqual(idsOf(events.slice(2)));
  });

  it('loses, doubles and reorders nothing under writers, however slow it reads', async () => {
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let round = 0; round < 25; round += 1) await append(`-w${writer}`, round === 0 ? 'no_stream' : round - 1, `w${writer} ${round}`);
    });
    const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
    const [fast, slow] = await Promise.all([
      follow((events) => events.length === 200),
      follow((events) => events.length === 200, { pageSize: 3, onSignal: turn }),
      ...writers,
    ]);
    const log = idsOf(await ownEvents(subject()));
    expect(idsOf(fast)).toEqual(log);
    expect(idsOf(slow)).toEqual(log);
  });

  it('yields pages no larger than asked', async () => {
    await append('-a', 'no_stream', 'a', 20);
    let largest = 0;
    await follow((events) => events.length === 20, {
      pageSize: 6,
      onSignal: async (signal) => {
        if (signal.kind === 'events') largest = Math.max(largest, signal.events.length);
      },
    });
    expect(largest).toBeLessThanOrEqual(6);
  });

  it('ends without an error when it is told to, while it waits and before it begins', async () => {
    const abort = new AbortController();
    const kinds: string[] = [];
    for await (const { kind } of subject().store.subscribeAll(null, { signal: abort.signal })) {
      kinds.push(kind);
      if (kind === 'caughtUp') setImmediate(() => abort.abort());
    }
    expect(kinds.at(-1)).toBe('caughtUp');
    for await (const signal of subject().store.subscribeAll(null, { signal: abort.signal })) throw new Error(`unexpected ${signal.kind}`);
  });

  it('tells of events the filter leaves out only by the place it has read to', async () => {
    const { store, prefix } = subject();
    await store.append(`${prefix}-a`, 'no_stream', [namedEvent('kept', `${prefix}Kept`), namedEvent('left out')]);
    const last = (await ownEvents(subject())).at(-1);
    const abort = new AbortController();
    for await (const signal of store.subscribeAll(null, { filter: { typePrefixes: [prefix] }, signal: abort.signal })) {
      if (signal.kind === 'events') expect(signal.events).toHaveLength(1);
      else {
        expect((signal.position ?? '') >= (last?.position ?? '')).toBe(true);
        abort.abort();
      }
    }
  });
}
