import { describeEventStore } from '../conformance';
import { namedEvent, type StreamAdministration } from '../conformance/subject';
import { openEmbeddedStore, type EmbeddedStore, type LogWrite } from './index';
import { scratchLog } from './testing/scratch-log';

describeEventStore('the embedded store', async () => {
  const log = await scratchLog();
  const store = await openEmbeddedStore({ file: log.file });
  return {
    store,
    prefix: 'conf',
    administer: administrationOf(store),
    dispose: async () => {
      await store.close();
      await log.remove();
    },
  };
});

function administrationOf(store: EmbeddedStore): StreamAdministration {
  const write = async (wanted: LogWrite): Promise<void> => {
    const { kind } = await store.write(wanted);
    if (kind !== 'written') throw new Error(`${wanted.kind} of ${wanted.stream} was answered ${kind}`);
  };
  return {
    softDelete: (stream) => write({ kind: 'delete', stream, expected: 'any' }),
    tombstone: (stream) => write({ kind: 'tombstone', stream, expected: 'any' }),
    setMetadata: (stream, json) => {
      const event = { ...namedEvent(`metadata of ${stream} ${json}`, '$metadata'), data: json };
      return write({ kind: 'append', stream: `$$${stream}`, expected: 'any', events: [event] });
    },
  };
}
