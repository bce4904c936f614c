import { setTimeout as after } from 'node:timers/promises';
import { collected } from '../conformance/subject';
import { scratchLog } from '../embedded/testing/scratch-log';
import { openEventStoreDB } from './index';
import { appendLoad, newTally } from './testing/append-load';
import { Follower } from './testing/follower';
import { NodeProcess } from './testing/node-process';

const kills = 6;
const streams = 4;
/** From the moment the node listens again to the first event that a subscription sees, milliseconds. */
const reconnectMs = 5_000;
/** Long enough for the pauses between attempts to have grown as far as they do. */
const longAwayMs = 4_000;

it.each([
  ['one host', (port: number) => `esdb://127.0.0.1:${port}?tls=false`],
  ['a cluster found by gossip', (port: number) => `esdb+discover://127.0.0.1:${port}?tls=false`],
])(`keeps what was acknowledged and follows on when all nodes are killed, with %s`, async (_, connectionString) => {
  const scratch = await scratchLog();
  const node = new NodeProcess(scratch.file);
  await node.start();
  const store = await openEventStoreDB({ connectionString: connectionString(node.port) });
  const tally = newTally();
  const follower = new Follower(store, 'kill-');
  let isOver = false;
  const writers = Array.from({ length: streams }, (__, writer) => appendLoad(store, `kill-${writer}`, () => isOver, tally));
  const backAfter: number[] = [];
  for (let round = 0; round < kills; round += 1) {
    const target = follower.seen.length + 50;
    await follower.until(({ seen }) => seen.length >= target);
    await node.kill();
    const seen = follower.seen.length;
    if (round === kills - 1) await after(longAwayMs);
    await node.start();
    const back = performance.now();
    await follower.until((now) => now.seen.length > seen && now.lastAt > back);
    backAfter.push(follower.lastAt - back);
  }
  isOver = true;
  await Promise.all(writers);
  await follower.until(({ seen }) => seen.length >= tally.acknowledged.size);
  await follower.stop();

  const stored = (await collected(store.readAll(null, { filter: { streamPrefixes: ['kill-'] } }))).flat();
  const placeOf = ({ stream, revision, id }: { stream: string; revision: number; id: string }): string => `${stream}@${revision} ${id}`;
  expect(new Set(stored.map(placeOf))).toEqual(new Set([...tally.acknowledged].map(([place, id]) => `${place} ${id}`)));
  expect(stored).toHaveLength(tally.acknowledged.size);
  expect(follower.seen.map(placeOf)).toEqual(stored.map(placeOf));
  expect(Math.max(...backAfter)).toBeLessThan(reconnectMs);
  await store.close();
  await node.kill();
  await scratch.remove();
}, 180_000);
