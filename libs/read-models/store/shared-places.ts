import { sql, type Kysely } from 'kysely';
import type { ReadStore, Row } from './read-store';

/** An event that somebody has read up to, to be recognised in the log again. */
export interface SharedPlace {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly eventId: string;
}

/** Where the processes on one database tell each other how far they are. It stands apart from the read models: a rebuild leaves it. */
export interface SharedPlaces {
  read(name: string): Promise<SharedPlace | null>;
  write(name: string, place: SharedPlace): Promise<void>;
}

export async function createPlaceTable(db: Kysely<unknown>): Promise<void> {
  await sql`create table if not exists shared_place (ledger_id text not null, name text not null, position text not null,
    stream text not null, revision bigint not null, event_id text not null, primary key (ledger_id, name))`.execute(db);
}

/** Null: only one process can open this store. */
export function sharedPlaces(store: ReadStore, ledgerId: string): SharedPlaces | null {
  if (store.dialect === 'sqlite') return null;
  return {
    read: (name) =>
      store.read(async (db) => {
        const { rows } = await sql<Row>`select * from shared_place where ledger_id = ${ledgerId} and name = ${name}`.execute(db);
        const [row] = rows;
        if (row === undefined) return null;
        return { position: String(row['position']), stream: String(row['stream']), revision: Number(row['revision']), eventId: String(row['event_id']) };
      }),
    write: (name, { position, stream, revision, eventId }) =>
      store.write(async (db) => {
        await sql`insert into shared_place (ledger_id, name, position, stream, revision, event_id)
          values (${ledgerId}, ${name}, ${position}, ${stream}, ${revision}, ${eventId})
          on conflict (ledger_id, name) do update set position = excluded.position, stream = excluded.stream,
            revision = excluded.revision, event_id = excluded.event_id`.execute(db);
      }),
  };
}
