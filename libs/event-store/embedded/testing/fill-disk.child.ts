import { spawnSync } from 'node:child_process';
import { StoreFullError } from '../../errors';
import { uuidV5 } from '../../uuid-v5';
import { openEmbeddedStore } from '../open-embedded-store';

/**
 * Started under a limit on the size of files: appends until the store is full, reads on, lifts the limit, and appends
 * again. Writes one line of JSON with what happened.
 */
async function main([file = '']: string[]): Promise<void> {
  const store = await openEmbeddedStore({ file });
  let revision = -1;
  const append = async () => {
    const event = { id: uuidV5(`fill ${revision}`), type: 'Filled', data: JSON.stringify('x'.repeat(50_000)), metadata: '{}' };
    const outcome = await store.append('fill-1', revision === -1 ? 'no_stream' : revision, [event]);
    if (outcome.kind !== 'appended') throw new Error(`unexpected ${JSON.stringify(outcome)}`);
    revision = outcome.revision;
  };
  const refusals: unknown[] = [];
  while (refusals.length < 3) {
    try {
      await append();
    } catch (error) {
      if (!(error instanceof StoreFullError)) throw error;
      refusals.push(error.code);
    }
  }
  const acknowledged = revision + 1;
  let read = 0;
  for await (const page of store.readAll(null)) read += page.length;
  const lifted = spawnSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited']).status;
  await append();
  // Full again: what is written stays in the file beside the log, and the store ends without complaint.
  spawnSync('prlimit', ['--pid', String(process.pid), '--fsize=4096:unlimited']);
  await store.close();
  process.stdout.write(`${JSON.stringify({ refusals, acknowledged, read, lifted, afterwards: revision + 1 })}\n`);
}

void main(process.argv.slice(2));
