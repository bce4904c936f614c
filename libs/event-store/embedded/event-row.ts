import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { ByteText } from '../byte-text';
import { StoreUnreadableError } from '../errors';
import type { EventToAppend, RecordedEvent } from '../port';
import { portData, portMetadata } from './event-content';
import { numberOfRow, positionOf } from './position';
import { fieldSeparator, rowSeparator } from './storable-text';

export { isUnstorable } from './storable-text';

/** One row as one text, its fields in this order. Not by `concat_ws`, which leaves empty texts out in the SQLite of today. */
export const rowText = `concat(${['position', 'stream', 'revision', 'id', 'type', 'created_at', 'data', 'metadata'].join(', char(31), ')})`;

/** Rows read as one value: large enough to spread the cost of a call, small enough to stay near the processor. */
export const rowsPerChunk = 64;

/**
 * A query for up to `rowsPerChunk` rows as one value. The binding pays for every column of every row, and it ends the
 * process when a text is not UTF-8; one BLOB for many rows is four times as fast, and damage in it can be told.
 */
export const chunkSql = (condition: string, order: string): string =>
  `SELECT CAST(group_concat(line, char(30)) AS BLOB) FROM (SELECT ${rowText} AS line FROM events WHERE ${condition} ORDER BY ${order} LIMIT ?)`;

/** The fields of one row, in the order of `rowText`. */
export type RowFields = readonly string[];
export type EventOfFields<Event> = (fields: RowFields) => Event;

/** The events of a chunk; `last` is the row of the last, and `isRising` whether the rows stood in rising order. */
export interface Chunk<Event> {
  readonly events: Event[];
  readonly last: number;
  readonly isRising: boolean;
}

/** @throws StoreUnreadableError when the rows are not what was written. */
export function eventsOfChunk<Event>(chunk: Buffer, file: string, make: EventOfFields<Event>): Chunk<Event> {
  const events: Event[] = [];
  let last = -1;
  let isRising = true;
  for (const row of utf8(chunk, file).split(rowSeparator)) {
    const fields = fieldsOf(row, file);
    const number = Number(fields[0]);
    isRising &&= number > last;
    last = number;
    events.push(make(fields));
  }
  return { events, last, isRising };
}

/** @throws StoreUnreadableError */
export const utf8 = (bytes: Buffer, file: string): string => sound(bytes, file).toString('utf8');

/** The same bytes, one character for each. @throws StoreUnreadableError */
export const utf8Bytes = (bytes: Buffer, file: string): ByteText => sound(bytes, file).toString('latin1');

function sound(bytes: Buffer, file: string): Buffer {
  if (!isUtf8(bytes)) throw new StoreUnreadableError(file, 'a row holds text that is not UTF-8: the file is damaged; run verify');
  return bytes;
}

/** @throws StoreUnreadableError when the row has not the eight fields that were written. */
export function fieldsOf(row: string, file: string): RowFields {
  const fields = row.split(fieldSeparator);
  if (fields.length !== 8) throw new StoreUnreadableError(file, `the row at ${(fields[0] ?? '').slice(0, 20)} is damaged; run verify`);
  return fields;
}

/** An event as the port gives it. */
export function recordedEvent(fields: RowFields): RecordedEvent {
  const [row = '', stream = '', revision = '', id = '', type = '', createdAt = '', data = '', metadata = ''] = fields;
  return {
    stream: ownCopy(stream),
    revision: Number(revision),
    position: positionOf(numberOfRow(Number(row))),
    id: ownCopy(id),
    type: interned(type),
    data: portData(data),
    metadata: portMetadata(metadata),
    createdAt: Number(createdAt),
  };
}

/** An event as it is stored. */
export interface LogEvent {
  /** Its position number, commit and prepare alike. */
  readonly number: number;
  readonly stream: string;
  /** ≥ 2^63 for a tombstone. */
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  /** The store's own stamp, milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** Stored text, see `event-content.ts`. */
  readonly data: string;
  /** Stored text, see `event-content.ts`. */
  readonly metadata: string;
}

export function logEvent(fields: RowFields): LogEvent {
  const [row = '', stream = '', revision = '', id = '', type = '', createdAt = '', data = '', metadata = ''] = fields;
  return {
    number: numberOfRow(Number(row)),
    stream: ownCopy(stream),
    revision: Number(revision),
    id: ownCopy(id),
    type: interned(type),
    createdAt: Number(createdAt),
    data,
    metadata,
  };
}

/** A stored event as the port gives it. */
export const asRecorded = ({ number, data, metadata, ...rest }: LogEvent): RecordedEvent => ({
  ...rest,
  position: positionOf(number),
  data: portData(data),
  metadata: portMetadata(metadata),
});

/** A part of a string keeps the whole string in memory; names and ids are what readers keep for long. */
const ownCopy = (text: string): string => ` ${text}`.slice(1);

const knownTypes = new Map<string, string>();
const knownTypesMax = 1_000;

function interned(type: string): string {
  const known = knownTypes.get(type);
  if (known !== undefined) return known;
  const copy = ownCopy(type);
  if (knownTypes.size < knownTypesMax) knownTypes.set(copy, copy);
  return copy;
}

/** A row as it is stored, but for its checksum. `number` is that of the row. */
export interface StoredRow extends EventToAppend {
  readonly number: number;
  readonly stream: string;
  readonly revision: number;
  readonly createdAt: number;
}

/**
 * CRC-32 over the row with each text behind its length. It finds damage; that nothing was changed on purpose is for the
 * content hash to show.
 */
export function rowChecksum({ number, stream, revision, createdAt, id, type, data, metadata }: StoredRow): number {
  return crc32(`${number},${revision},${createdAt},${stream.length},${type.length},${data.length}:${stream}${id}${type}${data}${metadata}`);
}
