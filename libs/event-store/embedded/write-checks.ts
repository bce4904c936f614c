import { AppendTooLargeError, WriteRefusedError } from '../errors';
import { isUuid } from '../uuid-v5';
import { contentBytes } from './event-content';
import type { EventToStore, LogWrite } from './log-write';
import { isUnstorable } from './storable-text';
import { isMetaStream, streamOfMeta } from './stream-metadata';

/** Largest record: data, metadata and type of one event, in bytes. */
export const recordBytesMax = 16 * 1024 * 1024 - 10_000;

/** Largest sum of records of one write: it passes through memory as one group. */
export const writeBytesMax = 64 * 1024 * 1024;

/** Room a deletion takes, roughly. */
const deletionBytes = 100;

/**
 * Bytes a write brings.
 *
 * @throws WriteRefusedError, AppendTooLargeError
 */
export function checkWrite(write: LogWrite): number {
  const { stream, expected } = write;
  if (stream === '' || isUnstorable(stream)) throw new WriteRefusedError(stream, 'it is no stream name');
  if (typeof expected === 'number' && !(expected >= 0)) throw new WriteRefusedError(stream, `a revision is at least 0, not ${expected}`);
  refuseUnwritable(stream);
  if (write.kind !== 'append') {
    if (isMetaStream(stream)) throw new WriteRefusedError(stream, 'metadata go with their stream and cannot be deleted alone; write empty metadata instead');
    return deletionBytes;
  }
  let bytes = 0;
  for (const event of write.events) bytes += recordBytes(stream, event);
  if (bytes > writeBytesMax) throw new AppendTooLargeError(stream, bytes, writeBytesMax);
  return bytes;
}

export function refuseUnwritable(stream: string): void {
  if (stream === '$all') throw new WriteRefusedError(stream, 'it is the name of the whole log');
  if (isMetaStream(stream) && isMetaStream(streamOfMeta(stream))) throw new WriteRefusedError(stream, 'metadata cannot have metadata of their own');
  if (stream === '$$') throw new WriteRefusedError(stream, 'it names no stream to which the metadata would belong');
}

function recordBytes(stream: string, { id, type, data, metadata }: EventToStore): number {
  if (!isUuid(id)) throw new WriteRefusedError(stream, `event id ${id} is no lower-case UUID`);
  if (type === '' || isUnstorable(type)) throw new WriteRefusedError(stream, `${JSON.stringify(type)} is no event type`);
  if (isUnstorable(data) || isUnstorable(metadata)) throw new WriteRefusedError(stream, `the content of event ${id} was not encoded`);
  const bytes = contentBytes(data) + contentBytes(metadata) + Buffer.byteLength(type);
  if (bytes > recordBytesMax) throw new AppendTooLargeError(stream, bytes, recordBytesMax);
  return bytes;
}
