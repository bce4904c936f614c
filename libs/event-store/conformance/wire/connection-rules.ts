import { note, type WireBench } from './bench';
import { BareStubs } from './bare-stubs';
import { ownNodeOnly, type WireTraits } from './subject';

const streamsPerConnection = 100;

/** What one connection may hold, and how calls are left. */
export function connectionRules(bench: () => WireBench, traits: WireTraits): void {
  const ownNode = ownNodeOnly(traits, 'a proxy before a cluster may allow more or fewer');

  ownNode('holds a hundred calls a connection; the next one waits for one of them to end', async () => {
    const { stream } = await bench().seeded(1);
    const crowded = new BareStubs(bench().subject);
    const followers = Array.from({ length: streamsPerConnection }, () => crowded.subscribe({ stream }));
    await Promise.all(followers.map((follower) => follower.until('confirmation', ({ messages }) => messages.length > 0)));
    let isAnswered = false;
    const waiting = crowded.read({ stream }).then((signals) => {
      isAnswered = true;
      return signals;
    });
    for (let round = 0; round < 30; round += 1) await bench().bare.read({ stream });
    expect(isAnswered).toBe(false);
    followers[0]?.cancel();
    await expect(waiting).resolves.toHaveLength(1);
    crowded.close();
  });

  it('forgets a reader that goes in the middle', async () => {
    const { stream } = await bench().seeded(500);
    for (let round = 0; round < 20; round += 1) {
      for await (const { event } of bench().client.readStream(stream)) {
        expect(event?.revision).toBe(0n);
        break;
      }
    }
    await expect(bench().client.appendToStream(stream, note())).resolves.toMatchObject({ nextExpectedRevision: 500n });
  });

  it('serves many readers and writers at once', async () => {
    const streams = Array.from({ length: 50 }, () => bench().stream());
    const results = await Promise.all(streams.map((stream) => bench().client.appendToStream(stream, note(), { expectedRevision: 'no_stream' })));
    expect(results.every(({ nextExpectedRevision }) => nextExpectedRevision === 0n)).toBe(true);
    const read = await Promise.all(streams.map((stream) => bench().revisions(stream)));
    expect(read).toEqual(streams.map(() => [0]));
  });
}
