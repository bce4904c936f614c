import { sql, type Kysely } from 'kysely';
import type { Position } from '#event-store';
import type { Row } from './read-store';
import type { Dialect } from './table';

/** How far one generation of one projection has read the log, and what stood there. */
export interface Checkpoint {
  readonly name: string;
  readonly generation: number;
  /** Of the projection's code: another version makes other rows from the same log. */
  readonly version: number;
  readonly ledgerId: string;
  /** Null: nothing read yet. */
  readonly position: Position | null;
  /** The event at that position, own or not, to recognise the log again. */
  readonly eventId: string;
  readonly eventStream: string;
  readonly eventRevision: number;
  /** Count of own events up to there. */
  readonly sequence: number;
  /** Running maximum of their recorded times, milliseconds. */
  readonly recordedAt: number;
}

export type Place = Pick<Checkpoint, 'position' | 'eventId' | 'eventStream' | 'eventRevision' | 'sequence' | 'recordedAt'>;

export const logStart: Place = { position: null, eventId: '', eventStream: '', eventRevision: 0, sequence: 0, recordedAt: 0 };

export async function createCheckpointTable(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const integer = dialect === 'postgres' ? 'bigint' : 'integer';
  const text = dialect === 'postgres' ? 'text collate "C"' : 'text';
  await sql
    .raw(
      `create table if not exists checkpoint (name ${text} not null, generation ${integer} not null, live ${integer} not null, ` +
        `version ${integer} not null, ledger_id ${text} not null, position ${text} not null, event_id ${text} not null, ` +
        `event_stream ${text} not null, event_revision ${integer} not null, sequence ${integer} not null, ` +
        `recorded_at ${integer} not null, primary key (name, generation))`,
    )
    .execute(db);
}

/** Until the transaction ends, no other process makes tables here. On SQLite any write does that. */
export async function oneAtATime(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(7234017283807667300)`.execute(db);
  else await sql`delete from checkpoint where name = ''`.execute(db);
}

function checkpointOf(row: Row): Checkpoint {
  return {
    name: String(row['name']),
    generation: Number(row['generation']),
    version: Number(row['version']),
    ledgerId: String(row['ledger_id']),
    position: row['position'] === '' ? null : (row['position'] as Position),
    eventId: String(row['event_id']),
    eventStream: String(row['event_stream']),
    eventRevision: Number(row['event_revision']),
    sequence: Number(row['sequence']),
    recordedAt: Number(row['recorded_at']),
  };
}

/** The checkpoint readers and the runner go by; undefined while the projection has never run here. */
export async function liveCheckpoint(db: Kysely<unknown>, name: string): Promise<Checkpoint | undefined> {
  const { rows } = await sql<Row>`select * from checkpoint where name = ${name} and live = 1`.execute(db);
  return rows[0] === undefined ? undefined : checkpointOf(rows[0]);
}

/** All live checkpoints, by projection. */
export async function liveCheckpoints(db: Kysely<unknown>): Promise<ReadonlyMap<string, Checkpoint>> {
  const { rows } = await sql<Row>`select * from checkpoint where live = 1`.execute(db);
  return new Map(rows.map((row) => [String(row['name']), checkpointOf(row)]));
}

/** Generations of a projection that are not live: rebuilds under way, or left by one that died. */
export async function spareGenerations(db: Kysely<unknown>, name: string): Promise<number[]> {
  const { rows } = await sql<Row>`select generation from checkpoint where name = ${name} and live = 0`.execute(db);
  return rows.map((row) => Number(row['generation']));
}

export async function latestGeneration(db: Kysely<unknown>, name: string): Promise<number> {
  const { rows } = await sql<Row>`select coalesce(max(generation), 0) as latest from checkpoint where name = ${name}`.execute(db);
  return Number(rows[0]!['latest']);
}

export async function insertCheckpoint(db: Kysely<unknown>, checkpoint: Checkpoint, live: boolean): Promise<void> {
  await sql`insert into checkpoint (name, generation, live, version, ledger_id, position, event_id, event_stream, event_revision, sequence, recorded_at)
    values (${checkpoint.name}, ${checkpoint.generation}, ${live ? 1 : 0}, ${checkpoint.version}, ${checkpoint.ledgerId},
      ${checkpoint.position ?? ''}, ${checkpoint.eventId}, ${checkpoint.eventStream}, ${checkpoint.eventRevision},
      ${checkpoint.sequence}, ${checkpoint.recordedAt})`.execute(db);
}

export type CheckpointRole = 'live' | 'spare';

/**
 * Moves a checkpoint, if it still stands where the caller read from and still has that role. It is the first statement
 * of every batch, so it also locks the row: false means that somebody else has done the work, or put another
 * generation live.
 */
export async function advanceCheckpoint(db: Kysely<unknown>, role: CheckpointRole, from: Checkpoint, to: Place): Promise<boolean> {
  const { numAffectedRows } = await sql`update checkpoint set position = ${to.position ?? ''}, event_id = ${to.eventId},
      event_stream = ${to.eventStream}, event_revision = ${to.eventRevision}, sequence = ${to.sequence}, recorded_at = ${to.recordedAt}
    where name = ${from.name} and generation = ${from.generation} and position = ${from.position ?? ''}
      and live = ${role === 'live' ? 1 : 0}`.execute(db);
  return numAffectedRows === 1n;
}

export async function deleteCheckpoint(db: Kysely<unknown>, name: string, generation: number): Promise<void> {
  await sql`delete from checkpoint where name = ${name} and generation = ${generation}`.execute(db);
}

/** Locks the live checkpoint for the rest of the transaction. */
export async function lockLive(db: Kysely<unknown>, name: string): Promise<void> {
  await sql`update checkpoint set live = 1 where name = ${name} and live = 1`.execute(db);
}

export async function flipLive(db: Kysely<unknown>, name: string, generation: number): Promise<void> {
  await sql`update checkpoint set live = 0 where name = ${name} and live = 1`.execute(db);
  await sql`update checkpoint set live = 1 where name = ${name} and generation = ${generation}`.execute(db);
}
