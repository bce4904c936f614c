import { isMarked } from './embedded/event-content';
import { isUnstorable } from './embedded/storable-text';
import { AppendTooLargeError } from './errors';
import type { EventToAppend, ExpectedRevision } from './port';
import { isUuid } from './uuid-v5';

/** Largest sum of data and metadata bytes of one append: what a server takes by default counts data only. */
const appendBytesMax = 1024 * 1024;

/**
 * The port's preconditions, the same in every store, checked before anything is sent or written.
 *
 * @returns bytes of data and metadata.
 * @throws RangeError for a defect of the caller, AppendTooLargeError for a group to be cut.
 */
export function checkedAppend(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): number {
  if (stream === '' || isUnstorable(stream)) throw new RangeError(`${JSON.stringify(stream)} is no stream name`);
  if (events.length === 0) throw new RangeError(`append to ${stream} has no events; give at least one`);
  if (expected !== 'no_stream' && (!Number.isSafeInteger(expected) || expected < 0)) {
    throw new RangeError(`append to ${stream} expects revision ${expected}; give an integer from 0, or no_stream`);
  }
  let bytes = 0;
  for (const event of events) bytes += checkedBytes(stream, event);
  if (bytes > appendBytesMax) throw new AppendTooLargeError(stream, bytes, appendBytesMax);
  return bytes;
}

function checkedBytes(stream: string, { id, type, data, metadata }: EventToAppend): number {
  if (!isUuid(id)) throw new RangeError(`event id ${id} in ${stream} is no lower-case UUID`);
  if (type === '' || isUnstorable(type)) throw new RangeError(`${JSON.stringify(type)} is no event type (${stream})`);
  if (isUnstorable(data) || isUnstorable(metadata) || isMarked(data) || isMarked(metadata)) {
    throw new RangeError(`event ${id} in ${stream} is not JSON: it holds control characters`);
  }
  return Buffer.byteLength(data) + Buffer.byteLength(metadata);
}
