import type { UUID } from '@eventstore/db-client/generated/shared_pb';
import { encodeContent, encodeMetadata } from '../../embedded/event-content';
import type { EventToStore } from '../../embedded/log-write';
import { isUnstorable } from '../../embedded/storable-text';
import { invalidArgument, missingProperty } from '../calls/refusal';
import { uuidText } from '../wire/uuid';

/** What both ways of appending send for one event. */
export interface ProposedMessage {
  getId(): UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getCustomMetadata_asU8(): Uint8Array;
  getData_asU8(): Uint8Array;
}

const emptyId = '00000000-0000-0000-0000-000000000000';

/** @throws Refusal for an event without id, type or content type. */
export function eventToStore(message: ProposedMessage): EventToStore {
  const properties = message.getMetadataMap();
  const type = properties.get('type');
  const contentType = properties.get('content-type');
  if (type === undefined) throw missingProperty(['type']);
  if (contentType === undefined) throw missingProperty(['content-type']);
  if (type === '' || isUnstorable(type)) throw invalidArgument('an event type is not empty and holds none of the characters U+0000, U+001E and U+001F');
  const id = uuidText(message.getId(), 'an event id');
  if (id === emptyId) throw invalidArgument('an event id is not all zeros');
  return {
    id,
    type,
    data: encodeContent(message.getData_asU8(), contentType === 'application/json'),
    metadata: encodeMetadata(message.getCustomMetadata_asU8()),
  };
}
