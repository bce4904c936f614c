// Follows the invoices of a Daybook ledger and keeps a list of its own. Started again, it goes on where it stopped.
//   node docs/recipes/follow-invoices.mjs invoices.db          follows until Ctrl-C
//   node docs/recipes/follow-invoices.mjs invoices.db --once   ends when it is level with the ledger
import { setTimeout as pause } from 'node:timers/promises';
import client from '@eventstore/db-client';
import Database from 'libsql';

const [file = 'invoices.db', mode] = process.argv.slice(2);
const store = client.EventStoreDBClient.connectionString(process.env.DAYBOOK_NODE ?? 'esdb://localhost:2113?tls=false');

const database = new Database(file);
// Before anything else: another program may be reading the file while this one opens it.
database.exec('PRAGMA busy_timeout = 5000');
database.exec('PRAGMA journal_mode = WAL');
database.exec(`
  CREATE TABLE IF NOT EXISTS invoice (id TEXT PRIMARY KEY, number TEXT NOT NULL, gross TEXT NOT NULL, currency TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one = 1), "commit" TEXT NOT NULL, prepare TEXT NOT NULL)`);
const addInvoice = database.prepare('INSERT INTO invoice (id, number, gross, currency) VALUES (?, ?, ?, ?)');
const setPlace = database.prepare('INSERT OR REPLACE INTO place (one, "commit", prepare) VALUES (1, ?, ?)');
const count = () => database.prepare('SELECT count(*) AS invoices FROM invoice').get().invoices;

/** Where to go on: after the last event that was kept. */
function lastPlace() {
  const place = database.prepare('SELECT "commit", prepare FROM place').get();
  return place === undefined ? client.START : { commit: BigInt(place.commit), prepare: BigInt(place.prepare) };
}

/** What an event brings and the place it stands at are written together: after a crash neither is there without the other. */
const keep = database.transaction((event) => {
  if (event.type === 'InvoiceIssued') {
    const { invoiceId, documentNumber, totals, currency } = event.data;
    addInvoice.run(invoiceId, documentNumber, totals.gross, currency);
  }
  setPlace.run(String(event.position.commit), String(event.position.prepare));
});

/** Reads on from the last place until the connection ends; with --once, until nothing is left. */
async function follow() {
  const filter = client.streamNameFilter({
    prefixes: ['invoices-'],
    // Says how far the server has looked when nothing fitted. Only a saving: the next start need not look there again.
    checkpointReached: async (_subscription, { commit, prepare }) => void setPlace.run(String(commit), String(prepare)),
  });
  const subscription = store.subscribeToAll({ fromPosition: lastPlace(), filter });
  let isLevel = false;
  subscription.on('caughtUp', () => {
    isLevel = true;
    setImmediate(() => isDone() && subscription.unsubscribe());
  });
  const isDone = () => mode === '--once' && isLevel && subscription.readableLength === 0;
  for await (const { event } of subscription) {
    if (event !== undefined) keep(event);
    if (isDone()) break;
  }
}

const before = count();
for (let isDone = false; !isDone; ) {
  try {
    await follow();
    isDone = mode === '--once';
  } catch (error) {
    // The client does not come back by itself. Nothing is lost by asking again: the place is known.
    process.stderr.write(`${error.message}; going on in a second\n`);
    await pause(1_000);
  }
}
process.stdout.write(`${count() - before} new, ${count()} in all\n`);
await store.dispose();
database.close();
process.exit(0);
