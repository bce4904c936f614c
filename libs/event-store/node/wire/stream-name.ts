import { StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { invalidArgument, missingProperty } from '../calls/refusal';
import { isUnstorable } from '../../embedded/storable-text';

/** @throws Refusal when there is none, or one that the log cannot hold. */
export function streamNameOf(identifier: StreamIdentifier | undefined): string {
  const bytes = identifier?.getStreamName_asU8() ?? new Uint8Array();
  if (bytes.length === 0) throw missingProperty(['streamId']);
  const name = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  if (isUnstorable(name)) throw invalidArgument('a stream name holds none of the characters U+0000, U+001E and U+001F');
  return name;
}

export const streamIdentifier = (name: string): StreamIdentifier => new StreamIdentifier().setStreamName(Buffer.from(name));
