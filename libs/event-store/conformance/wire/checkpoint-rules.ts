import { streamNameFilter, type Position } from '@eventstore/db-client';
import { note, notes, type WireBench } from './bench';
import type { FilterOf, Signal, WireEvent } from './read-call';
import { eventsIn } from './reading-rules';
import type { Recording } from './recording';

type Follower = Recording<unknown, Signal>;

const checkpointsIn = (signals: readonly Signal[]): bigint[] => signals.flatMap((signal) => (signal.kind === 'checkpoint' ? [signal.commit] : []));
const isLive = (signals: readonly Signal[]): boolean => signals.some(({ kind }) => kind === 'caught-up');

/** The promise of a checkpoint: whoever begins after it misses nothing. */
export function checkpointRules(bench: () => WireBench): void {
  const place = (position: Position | undefined): bigint => position?.commit ?? 0n;
  /** The place just before whatever the test writes next. */
  const mark = async () => place((await bench().client.appendToStream(bench().stream('mark'), note())).position);
  const write = async (stream: string, count: number) => place((await bench().client.appendToStream(stream, notes(count))).position);
  const live = (follower: Follower) => follower.until('the subscription to be live', ({ messages }) => isLive(messages));
  const checkpointAt = (follower: Follower, least: bigint) =>
    follower.until(`a checkpoint at ${least} or later`, ({ messages }) => (checkpointsIn(messages).at(-1) ?? 0n) >= least);

  function expectHonest(signals: readonly Signal[], matching: readonly WireEvent[]): void {
    const seen = new Set<string>();
    let last = 0n;
    for (const signal of signals) {
      if (signal.kind === 'event') seen.add(signal.event?.id ?? '');
      if (signal.kind !== 'checkpoint') continue;
      expect(signal.commit).toBeGreaterThan(last);
      expect(signal.prepare).toBe(signal.commit);
      last = signal.commit;
      const covered = matching.filter(({ commit }) => commit <= signal.commit);
      expect(covered.filter(({ id }) => !seen.has(id)).map(({ id, commit }) => ({ id, commit, checkpoint: signal.commit }))).toEqual([]);
    }
  }

  it('is given while catching up, each time so many events were looked at, and at the end', async () => {
    const from = await mark();
    const last = await write(bench().stream('unwanted'), 100);
    const follower = bench().bare.subscribe({ from, filter: { on: 'stream', prefixes: ['nobody-'], window: 10 } });
    await live(follower);
    await checkpointAt(follower, last);
    const checkpoints = checkpointsIn(follower.messages);
    expect(checkpoints.length).toBeGreaterThanOrEqual(9);
    expect(checkpoints.length).toBeLessThanOrEqual(11);
    expectHonest(follower.messages, []);
    follower.cancel();
  });

  it('is given less often with a multiplier', async () => {
    const from = await mark();
    const last = await write(bench().stream('unwanted'), 100);
    const follower = bench().bare.subscribe({ from, filter: { on: 'stream', prefixes: ['nobody-'], window: 10, interval: 5 } });
    await live(follower);
    await checkpointAt(follower, last);
    expect(checkpointsIn(follower.messages).length).toBeLessThanOrEqual(3);
    follower.cancel();
  });

  it('is given without a window as well, counting as the server likes', async () => {
    const from = await mark();
    const last = await write(bench().stream('unwanted'), 100);
    const follower = bench().bare.subscribe({ from, filter: { on: 'stream', prefixes: ['nobody-'] } });
    await live(follower);
    await checkpointAt(follower, last);
    expect(checkpointsIn(follower.messages).length).toBeGreaterThanOrEqual(3);
    follower.cancel();
  });

  it('is given while live, for events that do not match', async () => {
    const from = await mark();
    const follower = bench().bare.subscribe({ from, filter: { on: 'stream', prefixes: ['nobody-'], window: 4 } });
    await live(follower);
    const unwanted = bench().stream('unwanted');
    const first = await write(unwanted, 1);
    for (let round = 0; round < 20; round += 1) await write(unwanted, 1);
    await checkpointAt(follower, first);
    expectHonest(follower.messages, []);
    follower.cancel();
  });

  it('is given while live, for events that match', async () => {
    const from = await mark();
    const wanted = bench().stream('wanted');
    const follower = bench().bare.subscribe({ from, filter: { on: 'stream', prefixes: [wanted], window: 4 } });
    await live(follower);
    const first = await write(wanted, 1);
    for (let round = 0; round < 12; round += 1) await write(wanted, 1);
    await checkpointAt(follower, first);
    const matching = eventsIn(await bench().bare.read({ from, filter: { on: 'stream', prefixes: [wanted] } }));
    expectHonest(follower.messages, matching);
    follower.cancel();
  });

  it.each([
    ['a small window', { window: 3, interval: 1 }],
    ['a window as large as a page', { window: 32, interval: 1 }],
    ['a window of one', { window: 1, interval: 1 }],
    ['a multiplier', { window: 5, interval: 3 }],
    ['no window', {}],
  ])('never runs ahead of an event it covers, in the past, at the change and live, and is a place to begin again: %s', async (_, size) => {
    const from = await mark();
    const [wanted, unwanted] = [bench().stream('wanted'), bench().stream('unwanted')];
    const mixed = async (rounds: number) => {
      for (let round = 0; round < rounds; round += 1) {
        await write(unwanted, (round * 7) % 13 || 1);
        await write(wanted, 1 + (round % 3));
      }
    };
    await mixed(15);
    const filter: FilterOf = { on: 'stream', prefixes: [wanted], ...size };
    const follower = bench().bare.subscribe({ from, filter });
    await mixed(10);
    await live(follower);
    await mixed(10);
    const matching = eventsIn(await bench().bare.read({ from, filter }));
    await follower.until('all events', ({ messages }) => eventsIn(messages).length >= matching.length);
    expect(eventsIn(follower.messages).map(({ id }) => id)).toEqual(matching.map(({ id }) => id));
    expectHonest(follower.messages, matching);
    const checkpoints = checkpointsIn(follower.messages);
    expect(checkpoints).not.toEqual([]);
    for (const checkpoint of new Set([checkpoints[0], checkpoints[checkpoints.length >> 1], checkpoints.at(-1)])) {
      const rest = matching.filter(({ commit }) => commit > (checkpoint ?? 0n));
      const again = bench().bare.subscribe({ from: checkpoint ?? 0n, filter });
      await live(again);
      expect(eventsIn(again.messages).map(({ id }) => id)).toEqual(rest.map(({ id }) => id));
      again.cancel();
    }
    follower.cancel();
  });

  it('reaches the official client, which the server waits for', async () => {
    const from = await mark();
    const wanted = bench().stream('wanted');
    await write(bench().stream('unwanted'), 50);
    const last = await write(wanted, 3);
    const reached: bigint[] = [];
    const revisions: bigint[] = [];
    const { promise, resolve, reject } = deferred();
    const checkpointReached = (_: unknown, position: Position): void => {
      reached.push(position.commit);
      if (position.commit >= last) resolve();
    };
    const filter = streamNameFilter({ prefixes: [wanted], maxSearchWindow: 10, checkpointReached });
    const subscription = bench().client.subscribeToAll({ fromPosition: { commit: from, prepare: from }, filter });
    subscription.on('error', reject).on('data', ({ event }) => revisions.push(event?.revision ?? -1n));
    await promise;
    await subscription.unsubscribe();
    expect(revisions).toEqual([0n, 1n, 2n]);
    expect(reached.length).toBeGreaterThan(3);
  });
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (reason: Error) => void } {
  let settle: { resolve: () => void; reject: (reason: Error) => void } | null = null;
  const promise = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...(settle as unknown as { resolve: () => void; reject: (reason: Error) => void }) };
}
