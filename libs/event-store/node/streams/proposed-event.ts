import type { UUID } from '@eventstore/db-client/generated/shared_pb';
import { isUtf8 } from 'node:buffer';
import { isUnstorable } from '../../embedded/event-row';
import type { EventToStore } from '../../embedded/log-write';
import { invalidArgument, missingProperty } from '../calls/refusal';
import { asBuffer, bytesMark, jsonBytesMark } from '../wire/stored-content';
import { uuidText } from '../wire/uuid';

/** What both ways of appending send for one event. */
export interface ProposedMessage {
  getId(): UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getCustomMetadata_asU8(): Uint8Array;
  getData_asU8(): Uint8Array;
}

/** @throws Refusal for an event without id, type or content type. */
export function eventToStore(message: ProposedMessage): EventToStore {
  const properties = message.getMetadataMap();
  const type = properties.get('type');
  const contentType = properties.get('content-type');
  if (type === undefined) throw missingProperty(['type']);
  if (contentType === undefined) throw missingProperty(['content-type']);
  if (type === '' || isUnstorable(type)) throw invalidArgument('an event type is not empty and holds none of the characters U+0000, U+001E and U+001F');
  return {
    id: uuidText(message.getId(), 'an event id'),
    type,
    data: storedData(asBuffer(message.getData_asU8()), contentType === 'application/json'),
    metadata: storedMetadata(asBuffer(message.getCustomMetadata_asU8())),
  };
}

function storedData(bytes: Buffer, isJson: boolean): string {
  if (!isJson) return bytesMark + bytes.toString('base64');
  return plainText(bytes) ?? jsonBytesMark + bytes.toString('base64');
}

const storedMetadata = (bytes: Buffer): string => plainText(bytes) ?? bytesMark + bytes.toString('base64');

function plainText(bytes: Buffer): string | null {
  if (!isUtf8(bytes)) return null;
  const text = bytes.toString('utf8');
  const first = text.charCodeAt(0);
  return first === 1 || first === 2 || isUnstorable(text) ? null : text;
}
