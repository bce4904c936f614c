import { describeEventStore } from '../conformance';
import { openEmbeddedStore } from './index';
import { scratchLog } from './testing/scratch-log';

describeEventStore('the embedded store', async () => {
  const log = await scratchLog();
  const store = await openEmbeddedStore({ file: log.file });
  return {
    store,
    prefix: 'conf',
    dispose: async () => {
      await store.close();
      await log.remove();
    },
  };
});
