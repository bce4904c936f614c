import { eachLeaf, GrowingTree } from '#audit';
import { reports } from '../reports/reports';
import { ReadModels } from '../runner/read-models';
import { RandomHistory } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import { tellWhenPostgresIsSkipped, testReadStores } from '../testing/test-read-stores';
import { chainHeadAt } from './chain-head';

async function rootAt(ledger: TestLedger, size: number): Promise<string> {
  const tree = new GrowingTree();
  await eachLeaf(ledger.source, size, (leaf) => tree.append(leaf));
  return tree.root().toString('hex');
}

describe.each([...testReadStores])('chain heads on $name', ({ open }) => {
  it('are the roots that the log itself gives, at any sequence, while it grows and after another process goes on', async () => {
    const ledger = await TestLedger.open();
    const database = await open(ledger.folder);
    let { store } = database;
    try {
      const { events } = new RandomHistory(77).grow(330);
      for (const cut of [1, 64, 65, 191, 320]) {
        const held = (await ledger.facts()).length;
        await ledger.append(events.slice(held, cut));
        if (cut === 65) await ledger.appendForeign();
        const models = new ReadModels(store, ledger.source);
        await models.catchUp();
        await models.stop();
        if (cut === 191) {
          await store.close();
          store = await database.reopen();
        }
      }
      for (const size of [0, 1, 2, 63, 64, 65, 66, 127, 128, 190, 191, 192, 255, 256, 319, 320]) {
        expect([size, await store.read((db) => chainHeadAt(db, size))]).toEqual([size, await rootAt(ledger, size)]);
      }
      expect(await store.read((db) => chainHeadAt(db, 321))).toBeNull();
      const { provenance } = await reports(store).trialBalance({ asOf: '2024-06-30', knownAt: { sequence: 200 } });
      expect(provenance.chainHead).toBe(await rootAt(ledger, 200));
    } finally {
      await store.close();
      await database.drop();
      await ledger.close();
    }
  });
});

tellWhenPostgresIsSkipped();
