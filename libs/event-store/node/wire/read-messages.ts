import { bytesMark, decodeContent, isMarked } from '../../embedded/event-content';
import type { LogEvent } from '../../embedded/stream-reader';
import { ProtoWriter } from './proto-writer';
import { uuidWords, type UuidForm } from './uuid';

/** An event as a reader meets it: by itself, or a link with what it points to, if that can be read. */
export interface ReadableEvent {
  readonly event: LogEvent | null;
  readonly link: LogEvent | null;
}

const writer = new ProtoWriter();

const entry = (key: string, value: string): Buffer => {
  writer.text(2, value);
  writer.text(1, key);
  writer.enclose(6, 0);
  return writer.take();
};
const jsonEntry = entry('content-type', 'application/json');
const binaryEntry = entry('content-type', 'application/octet-stream');

/** Writes `RecordedEvent` of the streams and of the persistent subscriptions service alike, as a message in `field`. */
export function writeRecordedEvent(to: ProtoWriter, field: number, event: LogEvent, form: UuidForm): void {
  const since = to.mark();
  writeContent(to, 8, event.data);
  writeContent(to, 7, event.metadata);
  writeEntry(to, 'type', event.type);
  to.raw(event.data.startsWith(bytesMark) ? binaryEntry : jsonEntry);
  // Ticks of 100 ns since the Unix epoch: beyond what a JS number holds exactly.
  writeEntry(to, 'created', `${event.createdAt}0000`);
  to.uint64(5, event.number);
  to.uint64(4, event.number);
  if (event.revision > 0) to.uint64(3, event.revision);
  const stream = to.mark();
  to.text(3, event.stream);
  to.enclose(2, stream);
  writeUuid(to, 1, event.id, form);
  to.enclose(field, since);
}

function writeEntry(to: ProtoWriter, key: string, value: string): void {
  const since = to.mark();
  to.text(2, value);
  to.text(1, key);
  to.enclose(6, since);
}

function writeContent(to: ProtoWriter, field: number, stored: string): void {
  if (stored === '') return;
  if (isMarked(stored)) to.bytes(field, decodeContent(stored).bytes);
  else to.text(field, stored);
}

export function writeUuid(to: ProtoWriter, field: number, id: string, form: UuidForm): void {
  const since = to.mark();
  if (form === 'string') {
    to.text(2, id);
  } else {
    const words = uuidWords(id);
    const structured = to.mark();
    to.bits64(2, words[2], words[3]);
    to.bits64(1, words[0], words[1]);
    to.enclose(1, structured);
  }
  to.enclose(field, since);
}

/** @param retryCount how often it was sent in vain before; told by persistent subscriptions only. */
export function eventMessage({ event, link }: ReadableEvent, form: UuidForm, retryCount?: number): Buffer {
  if (retryCount !== undefined) writer.uint64(5, retryCount);
  const position = link ?? event;
  if (position !== null) writer.uint64(3, position.number);
  if (link !== null) writeRecordedEvent(writer, 2, link, form);
  if (event !== null) writeRecordedEvent(writer, 1, event, form);
  writer.enclose(1, 0);
  return writer.take();
}

export function confirmationMessage(subscriptionId: string): Buffer {
  writer.text(1, subscriptionId);
  writer.enclose(2, 0);
  return writer.take();
}

export function checkpointMessage(number: number): Buffer {
  writer.uint64(2, number);
  writer.uint64(1, number);
  writer.enclose(3, 0);
  return writer.take();
}

export function streamNotFoundMessage(stream: string): Buffer {
  writer.text(3, stream);
  writer.enclose(1, 0);
  writer.enclose(4, 0);
  return writer.take();
}

export function firstPositionMessage(revision: number): Buffer {
  writer.uint64(5, revision);
  return writer.take();
}

export function lastPositionMessage(revision: number): Buffer {
  writer.uint64(6, revision);
  return writer.take();
}

export const caughtUpMessage: Buffer = emptyIn(8);

function emptyIn(field: number): Buffer {
  writer.enclose(field, 0);
  return writer.take();
}
