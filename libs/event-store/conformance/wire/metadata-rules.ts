import { eventually } from '../../testing/eventually';
import { note, notes, type WireBench } from './bench';

/** What the metadata of a stream does to those who read it. */
export function metadataRules(bench: () => WireBench): void {
  /** Five events, and the metadata as text: the official client would refuse or reformat some of it. */
  const streamWith = async (metadata: string) => {
    const { stream } = await bench().seeded(5);
    await setText(stream, metadata);
    return stream;
  };
  const setText = (stream: string, metadata: string) =>
    bench().bare.append({ stream: `$$${stream}`, expected: 'any', events: [{ type: '$metadata', data: metadata }] });
  const all = [0, 1, 2, 3, 4];

  it('is given back as it was set, with keys of its own', async () => {
    const { stream } = await bench().seeded(1);
    const metadata = { maxCount: 7, maxAge: 3600, truncateBefore: 0, cacheControl: 30, acl: { readRoles: ['$all'], writeRoles: ['$all'] }, owner: { team: 'Zahlungen' } };
    await bench().client.setStreamMetadata(stream, metadata);
    await expect(bench().client.getStreamMetadata(stream)).resolves.toMatchObject({ streamName: stream, metadata });
  });

  it('is absent for a stream that has none', async () => {
    const { stream } = await bench().seeded(1);
    await expect(bench().client.getStreamMetadata(stream)).resolves.toEqual({ streamName: stream });
  });

  it('is set at an expected revision of its own', async () => {
    const stream = bench().stream();
    const set = (expectedRevision: 'no_stream' | bigint) => bench().client.setStreamMetadata(stream, { maxCount: 5 }, { expectedRevision });
    await expect(set('no_stream')).resolves.toMatchObject({ nextExpectedRevision: 0n });
    await expect(set(3n)).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 0n });
    await expect(set(0n)).resolves.toMatchObject({ nextExpectedRevision: 1n });
  });

  it('shows only its latest version', async () => {
    const { stream } = await bench().seeded(1);
    for (const maxCount of [5, 6, 7]) await bench().client.setStreamMetadata(stream, { maxCount });
    await expect(bench().revisions(`$$${stream}`)).resolves.toEqual([2]);
    await expect(bench().revisions(`$$${stream}`, { direction: 'backwards', fromRevision: 'end' })).resolves.toEqual([2]);
    await expect(bench().client.getStreamMetadata(stream)).resolves.toMatchObject({ metadata: { maxCount: 7 } });
  });

  it.each([
    ['$maxCount', '{"$maxCount":2}', [3, 4]],
    ['a $maxCount larger than the stream', '{"$maxCount":50}', all],
    ['$tb', '{"$tb":2}', [2, 3, 4]],
    ['$maxCount above $tb', '{"$maxCount":2,"$tb":1}', [3, 4]],
    ['$tb above $maxCount', '{"$maxCount":4,"$tb":3}', [3, 4]],
    ['a long $maxAge', '{"$maxAge":3600}', all],
    ['$tb behind the end', '{"$tb":5}', []],
  ])('bounds reads from below by %s', async (_, metadata, seen) => {
    const stream = await streamWith(metadata);
    await expect(bench().revisions(stream)).resolves.toEqual(seen);
    await expect(bench().revisions(stream, { fromRevision: 1n })).resolves.toEqual(seen.filter((revision) => revision >= 1));
    await expect(bench().revisions(stream, { direction: 'backwards', fromRevision: 'end' })).resolves.toEqual([...seen].reverse());
    await expect(bench().revisions(stream, { direction: 'backwards', fromRevision: 3n })).resolves.toEqual(seen.filter((revision) => revision <= 3).reverse());
    await expect(bench().revisions(stream, { maxCount: 1 })).resolves.toEqual(seen.slice(0, 1));
  });

  it.each([
    ['zero', '{"$maxCount":0,"$maxAge":0,"$cacheControl":0,"$tb":0}'],
    ['negative', '{"$maxCount":-1,"$maxAge":-5,"$cacheControl":-1,"$tb":-3}'],
    ['not JSON', '{"$maxCount":1'],
    ['empty', ''],
    ['of unknown keys only', '{"maxCount":1,"tb":4,"$unknown":{"deep":[1]}}'],
  ])('does nothing when it is %s', async (_, metadata) => {
    const stream = await streamWith(metadata);
    await expect(bench().revisions(stream)).resolves.toEqual(all);
    await expect(bench().client.appendToStream(stream, note(), { expectedRevision: 4n })).resolves.toMatchObject({ nextExpectedRevision: 5n });
  });

  it('lets earlier metadata go when the latest is not JSON', async () => {
    const stream = await streamWith('{"$maxCount":1}');
    await expect(bench().revisions(stream)).resolves.toEqual([4]);
    await setText(stream, 'no longer JSON');
    await expect(bench().revisions(stream)).resolves.toEqual(all);
  });

  it('counts $maxCount from the end as the stream grows', async () => {
    const stream = await streamWith('{"$maxCount":2}');
    await bench().client.appendToStream(stream, notes(3));
    await expect(bench().revisions(stream)).resolves.toEqual([6, 7]);
  });

  it('lets events expire while time passes, and shows what comes after them', async () => {
    const stream = await streamWith('{"$maxAge":1}');
    await eventually(() => bench().revisions(stream), ({ length }) => length === 0, 'the events to expire');
    await expect(bench().client.appendToStream(stream, note(), { expectedRevision: 4n })).resolves.toMatchObject({ nextExpectedRevision: 5n });
    await bench().client.setStreamMetadata(stream, { maxAge: 3600 });
    await expect(bench().revisions(stream)).resolves.toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('leaves the log as it is', async () => {
    const stream = await streamWith('{"$maxCount":1}');
    const log = await bench().bare.read({ filter: { on: 'stream', prefixes: [stream] } });
    expect(log).toHaveLength(5);
  });

  it('has no metadata of its own', async () => {
    const stream = await streamWith('{"$maxCount":2}');
    await setText(`$$${stream}`, '{"$tb":100}').catch(() => undefined);
    await expect(bench().client.getStreamMetadata(stream)).resolves.toMatchObject({ metadata: { maxCount: 2 } });
    await expect(bench().revisions(stream)).resolves.toEqual([3, 4]);
  });
}
