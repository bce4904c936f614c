import { statSync } from 'node:fs';
import { uuidV5 } from '../../uuid-v5';
import { openEmbeddedStore } from '../open-embedded-store';

/**
 * Appends groups of one to three events with several writers until it is killed, or `limit` groups long, and writes
 * `ack stream revision walBytes` after each acknowledgement. With a limit it then kills itself, so that nothing is tidied.
 */
async function main([file = '', round = '0', writers = '8', limit = '1000000']: string[]): Promise<void> {
  const store = await openEmbeddedStore({ file });
  let left = Number(limit);
  const write = async (writer: number): Promise<void> => {
    const stream = `load-${writer}`;
    let revision = -1;
    for await (const last of store.readStream(stream, { direction: 'backwards', maxCount: 1 })) revision = last.revision;
    for (let turn = 0; left > 0; turn += 1) {
      left -= 1;
      const size = 1 + ((turn + writer) % 3);
      const group = `${writer}/${round}/${turn}`;
      const events = Array.from({ length: size }, (_, index) => ({
        id: uuidV5(`${group}/${index}`),
        type: 'Loaded',
        data: JSON.stringify({ group, size, index, padding: 'x'.repeat(200 * (turn % 5)) }),
        metadata: '{}',
      }));
      const outcome = await store.append(stream, revision === -1 ? 'no_stream' : revision, events);
      if (outcome.kind !== 'appended') throw new Error(`unexpected ${JSON.stringify(outcome)}`);
      revision = outcome.revision;
      process.stdout.write(`ack ${stream} ${revision} ${statSync(`${file}-wal`).size}\n`);
    }
  };
  await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(writer)));
  process.kill(process.pid, 'SIGKILL');
}

void main(process.argv.slice(2));
