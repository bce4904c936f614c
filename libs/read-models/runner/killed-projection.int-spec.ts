import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EventCodec } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { eventDefinitions } from '#ledger';
import { killAgainAndAgain, killCount } from '../../event-store/testing/killed-program';
import { openReadStore } from '../store/open-read-store';
import { RandomHistory } from '../testing/random-history';
import { scratchDatabase, tellWhenPostgresIsSkipped, testPostgres } from '../testing/test-read-stores';
import { allProjections } from './all-projections';
import { ReadModels } from './read-models';

const program = resolve(__dirname, '../../../dist/libs/read-models/testing/project-under-load.child.js');
/** Of each of the two ways, following and rebuilding. */
const kills = killCount(5);
const linesMax = 80;
/** Each step of a history gives some two events; each kill comes after some forty lines. */
const steps = 200 + kills * 60;

interface KilledReadModels {
  readonly folder: string;
  /** Empty: SQLite, in the folder. */
  readonly url: string;
}

const history = new RandomHistory(7).grow(steps).events;
const last = (lines: readonly string[], word: string): number => Math.max(0, ...lines.filter((line) => line.startsWith(word)).map((line) => Number(line.split(' ')[1])));

/** Looks at what a kill left: the log, the checkpoints, and every row beside a replay up to the same place. */
async function inspect({ folder, url }: KilledReadModels, lines: readonly string[]) {
  const store = await openEmbeddedStore({ file: join(folder, 'log.db') });
  const readStore = await openReadStore(url === '' ? { file: join(folder, 'read.db') } : { url });
  const source = { store, codec: new EventCodec({ definitions: eventDefinitions, ledgerId: 'test-ledger' }), ledgerId: 'test-ledger' };
  const models = new ReadModels(readStore, source);
  try {
    const logged: string[] = [];
    for await (const page of store.readAll(null)) logged.push(...page.map(({ stream, type }) => `${stream} ${type}`));
    const expected = history.slice(0, logged.length).map(({ stream, event }) => `${stream} ${event.type}`);
    const results = await models.verify();
    const live = new Map(models.health().map(({ projection, sequence }) => [projection, sequence]));
    const standing = (fits: (sequence: number) => boolean): string[] => [...live].filter(([, sequence]) => fits(sequence)).map(([projection]) => projection);
    return {
      appendedAndLost: last(lines, 'appended') > logged.length,
      projectedAndLost: standing((sequence) => sequence < last(lines, 'projected')),
      aheadOfLog: standing((sequence) => sequence > logged.length),
      logIsHistory: expected.every((place, at) => place === logged[at]),
      // Before its first batch there is nothing to compare yet.
      different: results.filter(({ projection, same }) => same !== true && live.get(projection) !== 0).map(({ projection, miscounted }) => `${projection} ${miscounted ?? ''}`),
    };
  } finally {
    await models.stop();
    await readStore.close();
    await store.close();
  }
}

const sound = { appendedAndLost: false, projectedAndLost: [], aheadOfLog: [], logIsHistory: true, different: [] };

/** Brings killed read models level with the log, and gives the digests of their rows and of those of a replay elsewhere. */
async function digests({ folder, url }: KilledReadModels) {
  const store = await openEmbeddedStore({ file: join(folder, 'log.db') });
  const source = { store, codec: new EventCodec({ definitions: eventDefinitions, ledgerId: 'test-ledger' }), ledgerId: 'test-ledger' };
  const of = async (config: Parameters<typeof openReadStore>[0]) => {
    const readStore = await openReadStore(config);
    const models = new ReadModels(readStore, source);
    const { sequence } = await models.catchUp();
    const digest = await models.digest();
    await models.stop();
    await readStore.close();
    return { sequence, digest };
  };
  const found = { killed: await of(url === '' ? { file: join(folder, 'read.db') } : { url }), fresh: await of({ memory: true }) };
  await store.close();
  return found;
}

async function killed(rebuilds: string, url: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'killed-projection-'));
  const place = { folder, url };
  let rebuilt = 0;
  try {
    await killAgainAndAgain({
      program, args: () => [folder, url, String(steps), rebuilds], kills, seed: 20_261_123, linesMax,
      afterKill: async (round, lines) => {
        rebuilt += lines.filter((line) => line === 'rebuilt').length;
        expect({ round, ...(await inspect(place, lines)) }).toEqual({ round, ...sound });
      },
    });
    const { killed: survived, fresh } = await digests(place);
    expect(survived).toEqual(fresh);
    expect(Object.keys(survived.digest).sort()).toEqual(allProjections.map(({ name }) => name).sort());
    expect(survived.sequence).toBeGreaterThan(kills * 5);
    expect(rebuilt > 0).toBe(rebuilds !== '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const ways = [['following the log', ''], ['following it and being rebuilt', 'rebuilds']] as const;
const timeoutMs = 60_000 + kills * 12_000;

describe(`read models killed ${kills} times while events are appended`, () => {
  it.each(ways)('lose and double nothing on SQLite, %s', (_, rebuilds) => killed(rebuilds, ''), timeoutMs);

  (testPostgres === undefined || testPostgres === '' ? it.skip : it).each(ways)(
    'lose and double nothing on PostgreSQL, %s',
    async (_, rebuilds) => {
      const database = await scratchDatabase(testPostgres!);
      try {
        await killed(rebuilds, database.url);
      } finally {
        await database.drop();
      }
    },
    timeoutMs,
  );
});
tellWhenPostgresIsSkipped();
