import { openReadStore } from '../store/open-read-store';
import type { ReadStore } from '../store/read-store';
import { BreakableLink } from '../testing/breakable-link';
import { withFailure } from '../testing/failing-projection';
import { RandomHistory, type PlacedEvent } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import { scratchDatabase, tellWhenPostgresIsSkipped, testPostgres, type ScratchDatabase } from '../testing/test-read-stores';
import { until } from '../testing/until';
import { allProjections } from './all-projections';
import { ReadModels, type ReadModelsOptions } from './read-models';

jest.setTimeout(90_000);

const waitMs = 20_000;

interface Server {
  readonly models: ReadModels;
  readonly store: ReadStore;
  readonly link: BreakableLink;
  readonly stopped: string[];
  readonly heldUp: string[];
}

(testPostgres === undefined || testPostgres === '' ? describe.skip : describe)('several runners on one PostgreSQL', () => {
  let ledger: TestLedger;
  let database: ScratchDatabase;
  let history: readonly PlacedEvent[];
  let servers: Server[];

  beforeEach(async () => {
    ledger = await TestLedger.open();
    history = new RandomHistory(7).grow(150).events;
    database = await scratchDatabase(testPostgres!);
    servers = [];
  });
  afterEach(async () => {
    for (const { models, store, link } of servers) {
      await models.stop();
      await store.close();
      await link.cut();
    }
    await database.drop();
    await ledger.close();
  });

  /** As a process of its own has it: its own connections, by a way that can be cut. */
  async function server(options: ReadModelsOptions = {}): Promise<Server> {
    const link = await BreakableLink.open(database.url);
    const store = await openReadStore({ url: link.url });
    const stopped: string[] = [];
    const heldUp: string[] = [];
    const models = new ReadModels(store, ledger.source, {
      onStopped: (_projection, reason) => stopped.push(reason),
      onHeldUp: (reason) => heldUp.push(reason),
      ...options,
    });
    const opened = { models, store, link, stopped, heldUp };
    servers.push(opened);
    await models.start();
    return opened;
  }

  async function two(): Promise<readonly [leader: Server, other: Server]> {
    const leader = await server();
    await until(() => leader.models.projects);
    return [leader, await server()];
  }

  const atEnd = ({ models }: Server): Promise<boolean> => models.waitFor({ sequence: history.length }, waitMs);

  /** Every row as a replay gives it: nothing was counted twice, nothing left out. */
  async function expectExact({ models }: Server): Promise<void> {
    expect((await models.verify()).map(({ projection, same, events }) => [projection, same, events])).toEqual(
      allProjections.map(({ name }) => [name, true, history.length]),
    );
  }

  const cutByServer = (): Promise<void> =>
    database.administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${new URL(database.url).pathname.slice(1)}'`);

  it('lets one of them project, and the others see how far it is', async () => {
    const [leader, other] = await two();
    await ledger.append(history);
    expect(await Promise.all([atEnd(leader), atEnd(other)])).toEqual([true, true]);
    expect([leader.models.projects, other.models.projects]).toEqual([true, false]);
    expect(await other.models.head()).toMatchObject({ sequence: history.length });
    await until(() => other.models.health().every(({ state }) => state === 'live'));
    expect(other.models.health().map(({ sequence }) => sequence)).toEqual(allProjections.map(() => history.length));
    expect(await other.models.waitFor({ sequence: history.length + 1 }, 50)).toBe(false);
    await expectExact(other);
  });

  it('takes over at once from a holder that is gone, and back again', async () => {
    const [first, second] = await two();
    for (const [from, to] of [[0, 40], [40, 90], [90, history.length]] as const) {
      const [leader, other] = first.models.projects ? [first, second] : [second, first];
      const appended = ledger.append(history.slice(from, to));
      await leader.link.cut();
      await until(() => other.models.projects);
      await appended;
      await leader.link.mend();
      expect(await other.models.waitFor({ sequence: to }, waitMs)).toBe(true);
      expect(await leader.models.waitFor({ sequence: to }, waitMs)).toBe(true);
    }
    expect([first.stopped, second.stopped]).toEqual([[], []]);
    await expectExact(first);
  });

  it('goes on by itself when the database ends all connections again and again', async () => {
    const [leader, other] = await two();
    const appended = ledger.append(history);
    for (let cuts = 0; cuts < 15; cuts += 1) await cutByServer();
    await appended;
    expect(await Promise.all([atEnd(leader), atEnd(other)])).toEqual([true, true]);
    await until(() => leader.models.projects || other.models.projects);
    expect([...leader.stopped, ...other.stopped]).toEqual([]);
    await expectExact(other);
  });

  it('waits for a database that is away, says so, and goes on when it is back', async () => {
    const alone = await server();
    await until(() => alone.models.projects);
    await ledger.append(history.slice(0, 50));
    expect(await alone.models.waitFor({ sequence: 50 }, waitMs)).toBe(true);
    await alone.link.cut();
    await ledger.append(history.slice(50));
    await until(() => alone.models.health().some(({ state }) => state === 'held-up'));
    expect(alone.models.health()[0]).toMatchObject({ error: expect.stringMatching(/^Projection ledger-clock waits: PostgreSQL 127\.0\.0\.1:\d+\S* does not answer/), sequence: 50 });
    await alone.link.mend();
    expect(await atEnd(alone)).toBe(true);
    await until(() => alone.models.health().every(({ state }) => state === 'live'));
    expect([alone.stopped, alone.heldUp.length > 0]).toEqual([[], true]);
    await expectExact(alone);
  });

  it('stays right when the one that watches rebuilds while the other projects', async () => {
    const [leader, other] = await two();
    await ledger.append(history.slice(0, 60));
    const appended = ledger.append(history.slice(60));
    for (let rebuilds = 0; rebuilds < 4; rebuilds += 1) {
      const results = await other.models.rebuild();
      expect(results.map(({ same }) => same)).not.toContain(false);
    }
    await appended;
    expect(await Promise.all([atEnd(leader), atEnd(other)])).toEqual([true, true]);
    expect([leader.models.projects, leader.stopped, other.stopped]).toEqual([true, [], []]);
    await expectExact(leader);
  });

  it('gives the lease to the other when a projection fails here, and is well again where the other got past it', async () => {
    const failing = await server({ projections: withFailure('revenue', { apply: (sequence) => sequence > 20 }) });
    await until(() => failing.models.projects);
    const other = await server();
    await ledger.append(history);
    expect(await atEnd(other)).toBe(true);
    expect([failing.stopped, other.stopped, other.models.projects]).toEqual([[expect.stringContaining('planted failure')], [], true]);
    await until(() => failing.models.health().every(({ state }) => state === 'live'));
    await expectExact(other);
  });

  it('never writes into rows that another version has put live', async () => {
    const [leader, newer] = [await server(), await server()];
    await ledger.append(history.slice(0, 80));
    expect(await leader.models.waitFor({ sequence: 80 }, waitMs)).toBe(true);
    await newer.models.stop();
    const next = allProjections.map((projection) => (projection.name === 'journal' ? { ...projection, version: projection.version + 1 } : projection));
    const upgraded = new ReadModels(newer.store, ledger.source, { projections: next });
    await upgraded.rebuild('journal');
    await ledger.append(history.slice(80));
    expect(await atEnd(leader)).toBe(false);
    expect(leader.models.health().find(({ projection }) => projection === 'journal')).toMatchObject({
      state: 'stopped', error: expect.stringMatching(/because version \d+ of it has been put live, and this program has \d+: run the same program everywhere/),
    });
    await upgraded.start();
    expect(await upgraded.waitFor({ sequence: history.length }, waitMs)).toBe(true);
    expect((await upgraded.verify()).map(({ same }) => same)).toEqual(next.map(() => true));
    await upgraded.stop();
  });
});
tellWhenPostgresIsSkipped();
