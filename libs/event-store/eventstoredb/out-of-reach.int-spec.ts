import { setTimeout as after } from 'node:timers/promises';
import { scratchLog } from '../embedded/testing/scratch-log';
import { openEventStoreDB } from './index';
import { Follower } from './testing/follower';
import { NodeProcess } from './testing/node-process';

it('says for how long the store is out of reach, to whoever asks for health, and forgets it when the store is back', async () => {
  const scratch = await scratchLog();
  const node = new NodeProcess(scratch.file);
  await node.start();
  const store = await openEventStoreDB({ connectionString: `esdb://127.0.0.1:${node.port}?tls=false` });
  const follower = new Follower(store, 'reach-');
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await after(20);
  };
  await store.append('reach-1', 'no_stream', [{ id: '3b241101-e2bb-4255-8caf-4136c566a962', type: 'Noted', data: '{}', metadata: '{}' }]);
  await follower.until(({ seen }) => seen.length === 1);
  expect(store.outOfReachMs()).toBeNull();

  await node.kill();
  await until(() => (store.outOfReachMs() ?? 0) > 500);
  await node.start();
  await until(() => store.outOfReachMs() === null);

  await follower.stop();
  await store.close();
  await node.kill();
  await scratch.remove();
}, 60_000);
