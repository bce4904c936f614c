import { collected, idsOf, namedEvent, namedEvents, ownEvents, type ConformanceSubject } from './subject';

/** What reads promise: the events as they were written, in order, in bounded pages, from any place. */
export function readingRules(subject: () => ConformanceSubject): void {
  const name = (stream: string) => subject().prefix + stream;
  const seed = async () => {
    const { store } = subject();
    for (let round = 0; round < 10; round += 1) {
      for (const stream of ['-a', '-b', 'x-c']) {
        await store.append(name(stream), round === 0 ? 'no_stream' : round - 1, [namedEvent(`${stream} ${round}`, round % 2 === 0 ? 'Even' : 'Odd')]);
      }
    }
  };

  it('gives back every field as it was written', async () => {
    const before = Date.UTC(2000, 0);
    const written = namedEvent('a');
    await subject().store.append(name('-a'), 'no_stream', [written]);
    const [read] = await collected(subject().store.readStream(name('-a')));
    expect(JSON.parse(read?.data ?? '')).toEqual(JSON.parse(written.data));
    expect(JSON.parse(read?.metadata ?? '')).toEqual(JSON.parse(written.metadata));
    expect(read).toMatchObject({ id: written.id, type: 'Noted', stream: name('-a'), revision: 0 });
    expect(read?.position).toMatch(/^[0-9a-f]{32}$/);
    expect(read?.createdAt).toBeGreaterThan(before);
  });

  it('yields nothing for a stream that does not exist', async () => {
    await expect(collected(subject().store.readStream(name('-none')))).resolves.toEqual([]);
  });

  it('reads a long stream in both directions, from a revision, and so many', async () => {
    const { store } = subject();
    const events = namedEvents('a', 700);
    await store.append(name('-a'), 'no_stream', events);
    const read = async (options: Parameters<typeof store.readStream>[1]) => idsOf(await collected(store.readStream(name('-a'), options)));
    await expect(read({})).resolves.toEqual(idsOf(events));
    await expect(read({ from: 690 })).resolves.toEqual(idsOf(events.slice(690)));
    await expect(read({ from: 300, maxCount: 300 })).resolves.toEqual(idsOf(events.slice(300, 600)));
    await expect(read({ from: 700 })).resolves.toEqual([]);
    await expect(read({ direction: 'backwards' })).resolves.toEqual(idsOf(events).reverse());
    await expect(read({ direction: 'backwards', maxCount: 1 })).resolves.toEqual(idsOf(events.slice(-1)));
    await expect(read({ direction: 'backwards', from: 2 })).resolves.toEqual(idsOf(events.slice(0, 3)).reverse());
  });

  it('reads the whole log in the order of commits, positions rising, pages no larger than asked', async () => {
    await seed();
    const pages = await collected(subject().store.readAll(null, { pageSize: 7, filter: { streamPrefixes: [subject().prefix] } }));
    expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(7);
    const events = pages.flat();
    expect(events).toHaveLength(30);
    expect(events.map(({ stream, revision }) => `${revision}${stream.slice(-1)}`).join(' ')).toMatch(/^0a 0b 0c 1a 1b 1c 2a/);
    const positions = events.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].sort());
  });

  it('reads on strictly after any position', async () => {
    await seed();
    const events = await ownEvents(subject());
    for (const [place, { position }] of events.entries()) {
      expect(idsOf(await ownEvents(subject(), position))).toEqual(idsOf(events.slice(place + 1)));
    }
  });

  it('stops after the count asked for', async () => {
    await seed();
    const first = (await ownEvents(subject()))[0];
    const pages = await collected(subject().store.readAll(first?.position ?? null, { maxCount: 5, pageSize: 2 }));
    expect(pages.flat()).toHaveLength(5);
  });

  it('keeps what any prefix of the filter fits, of streams or of types', async () => {
    await seed();
    const { store, prefix } = subject();
    const streams = await collected(store.readAll(null, { filter: { streamPrefixes: [`${prefix}-a`, `${prefix}x-`] } }));
    expect(new Set(streams.flat().map(({ stream }) => stream))).toEqual(new Set([name('-a'), name('x-c')]));
    const types = (await collected(store.readAll(null, { filter: { typePrefixes: ['Od', 'Nothing'] } }))).flat();
    expect(types.filter(({ stream }) => stream.startsWith(prefix))).toHaveLength(15);
    await expect(collected(store.readAll(null, { filter: { typePrefixes: [] } }))).resolves.toEqual([]);
  });

  it('leaves the iteration when the reader does', async () => {
    await seed();
    for await (const page of subject().store.readAll(null, { pageSize: 1 })) {
      expect(page).toHaveLength(1);
      break;
    }
    for await (const event of subject().store.readStream(name('-a'))) {
      expect(event.revision).toBe(0);
      break;
    }
    await expect(ownEvents(subject())).resolves.toHaveLength(30);
  });
}
