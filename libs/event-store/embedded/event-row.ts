import { crc32 } from 'node:zlib';
import { StoreUnreadableError } from '../errors';
import type { EventToAppend, RecordedEvent } from '../port';
import { positionOf } from './position';

/** Parts the fields of a row read as one text. It cannot stand in JSON text, and `append` refuses it elsewhere. */
const separator = '\u001f';

/** Characters no stored text may hold: NUL cuts text in SQLite, the separator cuts it here. */
export const unstorable = /[\u0000\u001f]/;

/**
 * The binding pays for each column of each row, so a row is read as one text and cut here: half the cost of
 * eight columns.
 */
export const rowText = 'concat_ws(char(31), position, stream, revision, id, type, created_at, data, metadata)';

/** @throws StoreUnreadableError when the row has not the eight fields that were written. */
export function eventOfRow(text: string, file: string): RecordedEvent {
  const [position, stream, revision, id, type, createdAt, data, metadata, surplus] = text.split(separator);
  if (metadata === undefined || surplus !== undefined || position === undefined) {
    throw new StoreUnreadableError(file, `the row that begins with ${JSON.stringify(text.slice(0, 40))} is damaged: run verify`);
  }
  return {
    stream: stream as string,
    revision: Number(revision),
    position: positionOf(Number(position)),
    id: id as string,
    type: type as string,
    data: data as string,
    metadata,
    createdAt: Number(createdAt),
  };
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
