import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { StoreUnreadableError } from '../errors';
import type { EventToAppend, RecordedEvent } from '../port';
import { positionOf } from './position';

/** Parts the fields of a row, and rows, where many are read as one text. */
const fieldSeparator = '\u001f';
const rowSeparator = '\u001e';

/**
 * Whether a text holds a character that no stored text may hold: NUL cuts text in SQLite, the separators cut it here.
 * None can stand in JSON text. Three plain searches are ten times as fast as one regular expression.
 */
export const isUnstorable = (text: string): boolean =>
  text.includes('\u0000') || text.includes(fieldSeparator) || text.includes(rowSeparator);

/** One row as one text, its fields in this order. */
export const rowText = 'concat_ws(char(31), position, stream, revision, id, type, created_at, data, metadata)';

/** Rows read as one value: large enough to spread the cost of a call, small enough to stay near the processor. */
export const rowsPerChunk = 64;

/**
 * A query for up to `rowsPerChunk` rows as one value. The binding pays for every column of every row, and it ends the
 * process when a text is not UTF-8; one BLOB for many rows is four times as fast, and damage in it can be told.
 */
export const chunkSql = (condition: string, order: string): string =>
  `SELECT CAST(group_concat(line, char(30)) AS BLOB) FROM (SELECT ${rowText} AS line FROM events WHERE ${condition} ORDER BY ${order} LIMIT ?)`;

/** @throws StoreUnreadableError when the rows are not what was written. */
export function eventsOfChunk(chunk: Buffer, file: string): RecordedEvent[] {
  const events: RecordedEvent[] = [];
  for (const row of utf8(chunk, file).split(rowSeparator)) events.push(eventOfRow(row, file));
  return events;
}

/** @throws StoreUnreadableError */
export function utf8(bytes: Buffer, file: string): string {
  if (!isUtf8(bytes)) throw new StoreUnreadableError(file, 'a row holds text that is not UTF-8: the file is damaged; run verify');
  return bytes.toString('utf8');
}

/** @throws StoreUnreadableError when the row has not the eight fields that were written. */
export function eventOfRow(row: string, file: string): RecordedEvent {
  const fields = row.split(fieldSeparator);
  const [position = '', stream = '', revision = '', id = '', type = '', createdAt = '', data = '', metadata = ''] = fields;
  if (fields.length !== 8) throw new StoreUnreadableError(file, `the row at ${position.slice(0, 20)} is damaged; run verify`);
  return {
    stream: ownCopy(stream),
    revision: Number(revision),
    position: positionOf(Number(position)),
    id: ownCopy(id),
    type: interned(type),
    data,
    metadata,
    createdAt: Number(createdAt),
  };
}

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

/** A row as it is stored, but for its checksum. */
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
