import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { ImportBankStatement, openLedger } from '..';

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** The store, which says each append to a statement. */
async function telling(file: string): Promise<EventStore> {
  const store = await openEmbeddedStore({ file });
  return {
    description: store.description,
    readStream: store.readStream.bind(store),
    readAll: store.readAll.bind(store),
    subscribeAll: store.subscribeAll.bind(store),
    close: store.close.bind(store),
    append: async (stream, ...rest) => {
      const result = await store.append(stream, ...rest);
      if (stream.startsWith('bankstatement-')) say(`appended ${stream}`);
      return result;
    },
  };
}

/** Takes a bank statement in, until it is done or killed. Writes a line for each append, and `done`. */
async function main([folder = '', statement = '']: readonly string[]): Promise<void> {
  const ledger = await openLedger({ dataFolder: folder, openStore: () => telling(join(folder, 'events.db')), leaveMilliseconds: 3_600_000 });
  const file = readFileSync(statement).toString('base64');
  const result = await ledger.execute(new ImportBankStatement({ file }, { actor: 'test', commandId: 'c', correlationId: 'c' }));
  await ledger.close();
  say(result.kind === 'accepted' ? 'done' : JSON.stringify(result));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
