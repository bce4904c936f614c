import { sql } from 'kysely';
import { revenue } from '../revenue/revenue.projection';
import type { ReadStore } from '../store/read-store';
import { withFailure } from '../testing/failing-projection';
import { RandomHistory, type PlacedEvent } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import { tellWhenPostgresIsSkipped, testReadStores } from '../testing/test-read-stores';
import { allProjections } from './all-projections';
import { ReadModelsUnfit } from './fit';
import { ReadModels } from './read-models';

const names = allProjections.map(({ name }) => name);

describe.each([...testReadStores])('the runner on $name', ({ open }) => {
  let ledger: TestLedger;
  let store: ReadStore;
  let reopen: () => Promise<ReadStore>;
  let drop: () => Promise<void>;
  let history: readonly PlacedEvent[];

  beforeEach(async () => {
    ledger = await TestLedger.open();
    history = new RandomHistory(99).grow(120).events;
    ({ store, reopen, drop } = await open(ledger.folder));
  });
  afterEach(async () => {
    await store.close();
    await drop();
    await ledger.close();
  });

  const onNewStore = async <T>(work: (models: ReadModels) => Promise<T>): Promise<T> => {
    const other = await open(ledger.folder);
    const models = new ReadModels(other.store, ledger.source);
    try {
      return await work(models);
    } finally {
      await models.stop();
      await other.store.close();
      await other.drop();
    }
  };
  /** What the log gives when it is read from the start at once. */
  const digestFromScratch = (): Promise<Record<string, string>> =>
    onNewStore(async (models) => {
      await models.catchUp();
      return models.digest();
    });

  it('follows the log live, wakes those who wait, and gives the rows a replay gives', async () => {
    const models = new ReadModels(store, ledger.source);
    await models.start();
    await ledger.append(history.slice(0, 30));
    await ledger.appendForeign();
    await ledger.append(history.slice(30));
    expect(await models.waitFor({ sequence: history.length }, 10_000)).toBe(true);
    expect((await models.head()).sequence).toBe(history.length);
    expect(await models.waitFor({ sequence: history.length + 1 }, 20)).toBe(false);
    expect(models.health().map(({ sequence, error }) => [sequence, error])).toEqual(names.map(() => [history.length, undefined]));
    expect(await models.digest()).toEqual(await digestFromScratch());
    await models.stop();
  });

  it('goes on where it stood, whatever the batches were', async () => {
    for (const [from, to] of [[0, 7], [7, 60], [60, history.length]] as const) {
      await ledger.append(history.slice(from, to));
      const models = new ReadModels(store, ledger.source);
      await models.catchUp();
      await models.stop();
    }
    const models = new ReadModels(store, ledger.source);
    expect(await models.digest()).toEqual(await digestFromScratch());
  });

  it('rebuilds beside the live rows to the same digest, and goes on live afterwards', async () => {
    await ledger.append(history.slice(0, 100));
    const models = new ReadModels(store, ledger.source);
    await models.start();
    await models.waitFor({ sequence: 100 }, 10_000);
    const seen: number[] = [];
    const results = await models.rebuild(undefined, ({ sequence }) => seen.push(sequence));
    expect(results.map(({ projection, same, events }) => [projection, same, events])).toEqual(names.map((name) => [name, true, 100]));
    expect(seen.at(-1)).toBe(100);
    await ledger.append(history.slice(100));
    expect(await models.waitFor({ sequence: history.length }, 10_000)).toBe(true);
    expect(models.health().map(({ generation, error }) => [generation, error])).toEqual(names.map(() => [2, undefined]));
    expect(await models.digest()).toEqual(await digestFromScratch());
    await models.stop();
  });

  it('tells when the live rows are not what the log gives, and a rebuild puts them right', async () => {
    await ledger.append(history);
    const models = new ReadModels(store, ledger.source);
    await models.catchUp();
    await store.write((db) => sql`update journal_line_g1 set amount = amount + 1 where line = 1`.execute(db));
    expect((await models.verify('journal')).map(({ same }) => same)).toEqual([false]);
    expect((await models.rebuild('journal')).map(({ same }) => same)).toEqual([false]);
    expect((await models.verify()).map(({ same }) => same)).toEqual(names.map(() => true));
  });

  it('rebuilds what an earlier version of the program made with fewer tables and columns', async () => {
    await ledger.append(history);
    await new ReadModels(store, ledger.source).catchUp();
    await store.write(async (db) => {
      await sql`update checkpoint set version = version - 1`.execute(db);
      await sql`drop table receivables_parent_g1`.execute(db);
      await sql`alter table journal_line_g1 drop column tax_code`.execute(db);
    });
    const models = new ReadModels(store, ledger.source);
    expect(await models.misfits()).toMatchObject(names.map((projection) => ({ projection, reason: 'another-version' })));
    expect((await models.rebuild()).map(({ same }) => same)).toEqual(names.map(() => null));
    expect(await models.digest()).toEqual(await digestFromScratch());
    await models.stop();
  });

  it('leaves the live rows alone when a rebuild dies, and the next one works', async () => {
    await ledger.append(history);
    const models = new ReadModels(store, ledger.source);
    await models.catchUp();
    const before = await models.digest();
    const dying = new ReadModels(store, ledger.source, { projections: withFailure('receivables', { flushed: () => true }) });
    await expect(dying.rebuild()).rejects.toThrow('planted crash');
    expect(await models.digest()).toEqual(before);
    expect((await models.rebuild()).map(({ same }) => same)).toEqual(names.map(() => true));
    const { rows } = await store.read((db) => sql<{ live: bigint }>`select live from checkpoint`.execute(db));
    expect(rows.map(({ live }) => live)).toEqual(names.map(() => 1n));
  });

  it('keeps rows and checkpoint together when it dies between the two', async () => {
    await ledger.append(history.slice(0, 50));
    await new ReadModels(store, ledger.source).catchUp();
    await ledger.append(history.slice(50));
    const dying = new ReadModels(store, ledger.source, { projections: withFailure('documents', { flushed: () => true }) });
    await dying.catchUp();
    expect(dying.health().find(({ projection }) => projection === 'documents')).toMatchObject({ state: 'stopped', sequence: 50 });
    const again = await reopen();
    const models = new ReadModels(again, ledger.source);
    await models.catchUp();
    expect(await models.digest()).toEqual(await digestFromScratch());
    await again.close();
  });

  it('stops a failing projection loudly at its place while the others go on', async () => {
    await ledger.append(history);
    const stopped: string[] = [];
    const models = new ReadModels(store, ledger.source, {
      projections: withFailure('revenue', { apply: () => true }), onStopped: (projection, reason) => stopped.push(`${projection}: ${reason}`),
    });
    await models.start();
    expect(await models.waitFor({ sequence: history.length }, 10_000)).toBe(false);
    const health = Object.fromEntries(models.health().map((entry) => [entry.projection, entry]));
    expect(health['revenue']).toMatchObject({ state: 'stopped', sequence: 0, lagEvents: history.length });
    const first = history.findIndex(({ event }) => (revenue.interests as ReadonlySet<string>).has(event.type));
    const { stream, event } = history[first]!;
    expect(health['revenue']!.error).toContain(`Projection revenue stopped at sequence ${first + 1} (${event.type}, ${stream} revision 0): planted failure`);
    expect(stopped).toHaveLength(1);
    await models.stop();
    const mended = new ReadModels(store, ledger.source);
    await mended.catchUp();
    expect(await mended.digest()).toEqual(await digestFromScratch());
  });

  it('lets two runners share one read store without counting anything twice', async () => {
    const other = await reopen();
    const [one, two] = [new ReadModels(store, ledger.source), new ReadModels(other, ledger.source)];
    await Promise.all([one.start(), two.start()]);
    await ledger.append(history);
    expect(await Promise.all([one.waitFor({ sequence: history.length }, 20_000), two.waitFor({ sequence: history.length }, 20_000)])).toEqual([true, true]);
    expect(await one.digest()).toEqual(await digestFromScratch());
    await Promise.all([one.stop(), two.stop()]);
    await other.close();
  });

  it('refuses a read store that was made before the log was copied to another store, and says so', async () => {
    await ledger.append(history);
    await new ReadModels(store, ledger.source).catchUp();
    const copy = await TestLedger.open();
    await copy.store.append('other-1', 'no_stream', [{ id: '5f1c7b6e-0a43-4c52-9d0e-2f4f1f5f7a10', type: 'Noted', data: '{}', metadata: '{}' }]);
    await copy.append(history);
    await expect(new ReadModels(store, copy.source).start()).rejects.toThrow(/copied to another store.* After a copy, run "daybook rebuild" once/);
    await copy.close();
  });

  it('refuses a read store that was made from another log, and says what to do', async () => {
    await ledger.append(history);
    await new ReadModels(store, ledger.source).catchUp();
    const stranger = await TestLedger.open('another-ledger');
    await stranger.append(new RandomHistory(5).grow(30).events);
    const models = new ReadModels(store, stranger.source);
    await expect(models.start()).rejects.toThrow(ReadModelsUnfit);
    await expect(models.catchUp()).rejects.toThrow(/another log.*names ledger test-ledger.*run "daybook rebuild ledger-clock"/);
    expect((await models.rebuild()).map(({ same }) => same)).toEqual(names.map(() => null));
    await models.catchUp();
    expect(models.health().every(({ error }) => error === undefined)).toBe(true);
    await models.stop();
    await stranger.close();
  });

  it('keeps what it knows of events that the log has lost, until somebody accepts the loss', async () => {
    await ledger.append(history);
    await new ReadModels(store, ledger.source).catchUp();
    const restored = await TestLedger.open();
    await restored.append(history.slice(0, -1));
    const models = new ReadModels(store, restored.source);
    const before = await models.digest();
    const { stream } = history.at(-1)!;
    expect(await models.misfits()).toMatchObject(names.map((projection) => ({ projection, reason: 'log-lost-events' })));
    await expect(models.catchUp()).rejects.toThrow(new RegExp(`the log no longer holds revision \\d+ of stream ${stream}, which the read model had read`));
    await expect(models.rebuild()).rejects.toThrow(/Events are missing at the end of the log, or an older copy of it was restored/);
    expect(await models.digest()).toEqual(before);
    expect((await models.rebuild(undefined, undefined, { acceptShorterLog: true })).map(({ same }) => same)).toEqual(names.map(() => null));
    expect(await models.catchUp()).toMatchObject({ sequence: history.length - 1 });
    await models.stop();
    await restored.close();
  });

  it('calls an edited checkpoint what it is', async () => {
    await ledger.append(history);
    await new ReadModels(store, ledger.source).catchUp();
    const models = new ReadModels(store, ledger.source);
    await store.write((db) => sql`update checkpoint set event_id = 'x' where name = 'journal'`.execute(db));
    expect(await models.misfits()).toMatchObject([{ projection: 'journal', reason: 'edited-checkpoint' }]);
    await models.rebuild('journal');
    expect(await models.misfits()).toEqual([]);
    await store.write((db) => sql`update checkpoint set sequence = sequence - 1, recorded_at = 5 where name = 'revenue'`.execute(db));
    const [verified] = await models.verify('revenue');
    expect(verified).toMatchObject({ same: false, miscounted: expect.stringContaining(`says sequence ${history.length - 1}, recorded at 5 ms`) });
    expect((await models.rebuild('revenue'))[0]).toMatchObject({ same: false });
    expect((await models.verify()).map(({ same, miscounted }) => [same, miscounted])).toEqual(names.map(() => [true, null]));
    await models.stop();
  });

  it('makes the same rows from an empty log', async () => {
    const models = new ReadModels(store, ledger.source);
    expect(await models.catchUp()).toMatchObject({ sequence: 0, position: null });
    expect((await models.rebuild()).map(({ same }) => same)).toEqual(names.map(() => true));
  });
});

const [first, second] = testReadStores;
if (first !== undefined && second !== undefined) {
  it('gives the same digests on both databases', async () => {
    const ledger = await TestLedger.open();
    await ledger.append(new RandomHistory(31).grow(200).events);
    const digests: Record<string, string>[] = [];
    for (const { open } of [first, second]) {
      const { store, drop } = await open(ledger.folder);
      const models = new ReadModels(store, ledger.source);
      await models.catchUp();
      digests.push(await models.digest());
      await store.close();
      await drop();
    }
    expect(digests[0]).toEqual(digests[1]);
    await ledger.close();
  });
}
tellWhenPostgresIsSkipped();
