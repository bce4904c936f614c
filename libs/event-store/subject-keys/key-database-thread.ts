import { parentPort, workerData } from 'node:worker_threads';
import { Client, Pool } from 'pg';
import type { AskedKeys, KeyAnswer, KeyRequest, KeyThreadData, SentKeyRow } from './key-database-messages';

const { url, port, signal } = workerData as KeyThreadData;
const channel = 'daybook_keys_destroyed';
const statementMs = 20_000;
const listenAgainMs = 1_000;

const pool = new Pool({ connectionString: url, max: 1, keepAlive: true, connectionTimeoutMillis: statementMs, statement_timeout: statementMs });
pool.on('error', () => undefined);

const layout = `
  create table if not exists daybook_subject_key (
    key_id text primary key, subject text not null, key bytea, made_at timestamptz not null default now(), destroyed_at timestamptz
  );
  create index if not exists daybook_subject_key_of on daybook_subject_key (subject)`;

interface StoredRow {
  readonly key_id: string;
  readonly subject: string;
  readonly key: Buffer | null;
}

const rowsOf = (rows: readonly StoredRow[]): SentKeyRow[] => rows.map(({ key_id, subject, key }) => ({ keyId: key_id, subject, key: key === null ? null : new Uint8Array(key) }));

type Answered = Omit<KeyAnswer, 'id'>;

async function answer(request: KeyRequest): Promise<Answered> {
  switch (request.do) {
    case 'open':
      await pool.query(`select pg_advisory_lock(hashtext('daybook_subject_key'));${layout};select pg_advisory_unlock(hashtext('daybook_subject_key'))`);
      void listen();
      return {};
    case 'of-subject':
      return {
        rows: rowsOf(
          (
            await pool.query<StoredRow>('select key_id, subject, key from daybook_subject_key where subject = $1 order by key is not null, key_id limit 1', [
              request.subject,
            ])
          ).rows,
        ),
      };
    case 'of-id':
      return { rows: rowsOf((await pool.query<StoredRow>('select key_id, subject, key from daybook_subject_key where key_id = $1', [request.keyId])).rows) };
    case 'insert':
      await pool.query('insert into daybook_subject_key (key_id, subject, key) select * from unnest($1::text[], $2::text[], $3::bytea[]) on conflict do nothing', [
        request.rows.map(({ keyId }) => keyId), request.rows.map(({ subject }) => subject), request.rows.map(({ key }) => (key === null ? null : Buffer.from(key))),
      ]);
      return {};
    case 'destroy':
      await destroy(request.subjects);
      return {};
    case 'close':
      closed = true;
      await listener?.end();
      await pool.end();
      return {};
  }
}

/** What lies in old row versions is taken away by the database's own vacuum, asked for at once. */
async function destroy(subjects: readonly string[]): Promise<void> {
  await pool.query('update daybook_subject_key set key = null, destroyed_at = now() where subject = any($1) and key is not null', [subjects]);
  await pool.query(
    `insert into daybook_subject_key (key_id, subject, destroyed_at) select 'none:' || subject, subject, now() from unnest($1::text[]) as asked (subject)
      where not exists (select 1 from daybook_subject_key k where k.subject = asked.subject) on conflict do nothing`,
    [subjects],
  );
  await pool.query(`select pg_notify('${channel}', '')`);
  await pool.query('vacuum daybook_subject_key');
}

let listener: Client | undefined;
let closed = false;

/** Hears of keys that other nodes destroyed. After a lost connection nobody knows what was missed: it counts as told. */
async function listen(): Promise<void> {
  while (!closed) {
    const client = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: statementMs });
    const ended = new Promise<void>((resolve) => client.on('error', () => resolve()).on('end', () => resolve()));
    client.on('notification', () => parentPort?.postMessage('destroyed'));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      listener = client;
      parentPort?.postMessage('destroyed');
      await ended;
    } catch {
      await client.end().catch(() => undefined);
    }
    if (!closed) await new Promise((resolve) => setTimeout(resolve, listenAgainMs));
  }
}

port.on('message', ({ id, request }: AskedKeys) => {
  void answer(request)
    .catch((error: unknown): Answered => ({ error: error instanceof Error ? error.message : String(error) }))
    .then((told) => {
      port.postMessage({ id, ...told } satisfies KeyAnswer);
      Atomics.add(signal, 0, 1);
      Atomics.notify(signal, 0);
    });
});
