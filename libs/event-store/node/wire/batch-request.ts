import { BinaryReader } from 'google-protobuf';
import { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';

/** A chunk of a batch. */
export interface BatchChunk {
  readonly message: BatchAppendReq;
  /** How long the client gives the whole append, milliseconds; null when it says so by an absolute time, or not at all. */
  readonly timeoutMs: number | null;
}

const optionsField = 2;
/** Newer than the generated messages: newer clients send how long they wait here instead of until when. */
const durationField = 7;

export function batchChunkOf(bytes: Buffer): BatchChunk {
  const message = BatchAppendReq.deserializeBinary(bytes);
  if (!message.hasOptions()) return { message, timeoutMs: null };
  const duration = lastField(lastField(bytes, optionsField), durationField);
  return { message, timeoutMs: duration === null ? null : millisecondsOf(duration) };
}

/** The bytes of an embedded message. */
function lastField(bytes: Uint8Array | null, field: number): Uint8Array | null {
  let found: Uint8Array | null = null;
  if (bytes === null) return found;
  const reader = new BinaryReader(bytes);
  while (reader.nextField() && !reader.isEndGroup()) {
    if (reader.getFieldNumber() === field) found = reader.readBytes();
    else reader.skipField();
  }
  return found;
}

/** Of a `google.protobuf.Duration`. */
function millisecondsOf(duration: Uint8Array): number {
  const reader = new BinaryReader(duration);
  let milliseconds = 0;
  while (reader.nextField() && !reader.isEndGroup()) {
    if (reader.getFieldNumber() === 1) milliseconds += reader.readInt64() * 1_000;
    else if (reader.getFieldNumber() === 2) milliseconds += reader.readInt32() / 1_000_000;
    else reader.skipField();
  }
  return milliseconds;
}
