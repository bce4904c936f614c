import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { eventually } from '../../testing/eventually';
import { BareStubs } from './bare-stubs';
import { idsOf, note, notes, type WireBench } from './bench';
import { eventsIn } from './reading-rules';
import { whereRestartable, type WireTraits } from './subject';

/** What outlives the server, and how it takes its leave. */
export function restartRules(bench: () => WireBench, traits: WireTraits): void {
  const restartable = whereRestartable(traits);
  const restart = async () => {
    await bench().subject.restart?.();
    const answers = () => bench().client.appendToStream(bench().stream('back'), note()).then(() => true, () => false);
    await eventually(answers, (isBack) => isBack, 'the client to reach the server again');
  };

  restartable('keeps streams, positions, deletions and exact idempotency', async () => {
    const { stream, events, result } = await bench().seeded(5);
    const [deleted, gone, bounded] = [await bench().seeded(2), await bench().seeded(2), await bench().seeded(4)];
    await bench().client.deleteStream(deleted.stream);
    await bench().client.tombstoneStream(gone.stream);
    await bench().client.setStreamMetadata(bounded.stream, { maxCount: 2 });
    const from = eventsIn(await bench().bare.read({ stream }))[2]?.commit ?? 0n;
    const before = eventsIn(await bench().bare.read({ from }));
    await restart();

    const stubs = new BareStubs(bench().subject);
    expect(eventsIn(await stubs.read({ from })).slice(0, before.length)).toEqual(before);
    const follower = stubs.subscribe({ from });
    await follower.until('what follows', ({ messages }) => eventsIn(messages).length >= before.length - 1);
    expect(eventsIn(follower.messages).slice(0, before.length - 1)).toEqual(before.slice(1));
    stubs.close();

    await expect(bench().read(deleted.stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    await expect(bench().read(gone.stream)).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(bench().revisions(bounded.stream)).resolves.toEqual([2, 3]);
    await expect(bench().client.appendToStream(stream, events, { expectedRevision: 'no_stream' })).resolves.toEqual(result);
    await expect(bench().client.appendToStream(stream, notes(1), { expectedRevision: 3n })).rejects.toMatchObject({ actualVersion: 4n });
    await expect(bench().client.appendToStream(deleted.stream, note(), { expectedRevision: 1n })).resolves.toMatchObject({ nextExpectedRevision: 2n });
    expect((await bench().read(stream)).map(({ event }) => event?.id)).toEqual(idsOf(events));
  });

  restartable('gives later events later positions', async () => {
    const { result } = await bench().seeded(1);
    await restart();
    const after = await bench().seeded(1);
    expect(after.result.position?.commit).toBeGreaterThan(result.position?.commit ?? 0n);
  });

  restartable('ends open calls with CANCELLED', async () => {
    const { stream } = await bench().seeded(1);
    const stubs = new BareStubs(bench().subject);
    const followers = [stubs.subscribe({ stream }), stubs.subscribe({ from: 'end' })];
    const appends = stubs.batchAppend();
    appends.send({ correlation: randomUUID(), stream, events: [{}], isFinal: true });
    await appends.answer(0);
    for (const follower of followers) await follower.until('to be live', ({ messages }) => messages.some(({ kind }) => kind === 'caught-up'));
    await Promise.all([restart(), ...[...followers, appends].map((call) => call.until('the end', ({ failure }) => failure !== null))]);
    expect([...followers, appends].map(({ failure }) => failure?.code)).toEqual([status.CANCELLED, status.CANCELLED, status.CANCELLED]);
    stubs.close();
  });
}
