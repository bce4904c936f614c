import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readSealRecord } from '../chain/seal-record';
import { appendAll, madeCodec, madeFact, madeLedgerId, ScratchLogs } from '../testing/made-log';
import { LogSealer } from './log-sealer';
import { newSealKey } from './seal-key';
import { SealTimer } from './seal-timer';
import { SealingPlace } from './sealing-place';

const logs = new ScratchLogs();
afterAll(() => logs.close());

/** Resolves when the condition holds; the test's own timeout ends a wait that never does. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

async function timed(settings: { readonly facts: number; readonly waitMs: number }) {
  const { store, folder } = await logs.open();
  const troubles: string[] = [];
  const place = new SealingPlace(join(folder, 'place'), madeLedgerId);
  const sealer = new LogSealer({ store, codec: madeCodec, key: newSealKey(), place, sinks: [], actor: 'test', ids: { next: randomUUID } });
  const timer = new SealTimer({ sealer, onTrouble: (message) => troubles.push(message), tickMs: 1, ...settings });
  const sizes = async () => (await readSealRecord(store, madeCodec)).seals.map(({ seal }) => seal.size);
  return { store, timer, troubles, sizes };
}

test('seals as soon as enough facts wait', async () => {
  const { store, timer, sizes } = await timed({ facts: 3, waitMs: 3_600_000 });
  await appendAll(store, [madeFact(1), madeFact(2)]);
  timer.start();
  await appendAll(store, [madeFact(3)]);
  await until(async () => (await sizes()).length === 1);
  await timer.stop();
  expect(await sizes()).toEqual([4]);
});

test('seals what waited long enough, and a quiet log once', async () => {
  const { store, timer, sizes, troubles } = await timed({ facts: 1_000, waitMs: 5 });
  await appendAll(store, [madeFact(1)]);
  timer.start();
  await until(async () => (await sizes()).length === 1);
  await appendAll(store, [madeFact(2)]);
  await until(async () => (await sizes()).length === 2);
  await timer.stop();
  expect({ sizes: await sizes(), troubles }).toEqual({ sizes: [2, 4], troubles: [] });
});

test('says once why nothing is sealed any more', async () => {
  const { timer, troubles, store } = await timed({ facts: 1, waitMs: 0 });
  await appendAll(store, [{ ...madeFact(1), data: madeFact(2).data }]);
  timer.start();
  await until(async () => troubles.length > 0);
  await timer.stop();
  expect(troubles).toEqual([expect.stringMatching(/^seals: satisfaction-INV-1@0 does not fit its content hash\. Nothing is sealed on top of this/)]);
});
