import { randomUUID } from 'node:crypto';
import { Empty as SharedEmpty } from '@eventstore/db-client/generated/shared_pb';
import { AppendReq, BatchAppendReq, DeleteReq, TombstoneReq } from '@eventstore/db-client/generated/streams_pb';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';
import { identifierOf } from './read-call';
import { stringUuid, structuredUuid } from './uuids';

export type Expected = 'any' | 'no_stream' | 'stream_exists' | bigint;

/** An event as bytes: the official client would parse, format and check. */
export interface EventOf {
  readonly id?: string;
  readonly hasStructuredId?: boolean;
  readonly type?: string;
  readonly contentType?: string;
  readonly data?: string | Buffer;
  readonly metadata?: string | Buffer;
}

export interface AppendOf {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly EventOf[];
}

export interface ChunkOf {
  readonly correlation: string;
  readonly hasStructuredCorrelation?: boolean;
  /** Only in the first chunk. */
  readonly stream?: string;
  readonly expected?: Expected;
  readonly deadline?: Date;
  readonly events: readonly EventOf[];
  readonly isFinal: boolean;
}

interface Expecting {
  setAny(value: SharedEmpty): unknown;
  setNoStream(value: SharedEmpty): unknown;
  setStreamExists(value: SharedEmpty): unknown;
}

function setExpected(options: Expecting, expected: Expected, setRevision: (revision: string) => unknown): void {
  if (expected === 'any') options.setAny(new SharedEmpty());
  else if (expected === 'no_stream') options.setNoStream(new SharedEmpty());
  else if (expected === 'stream_exists') options.setStreamExists(new SharedEmpty());
  else setRevision(expected.toString());
}

type Message = AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage;

function filled<Kind extends Message>(message: Kind, event: EventOf): Kind {
  const { id = randomUUID(), hasStructuredId = false, type = 'Noted', contentType = 'application/json' } = event;
  message.setId(hasStructuredId ? structuredUuid(id) : stringUuid(id));
  message.getMetadataMap().set('type', type).set('content-type', contentType);
  message.setData(Buffer.from(event.data ?? '{}'));
  message.setCustomMetadata(Buffer.from(event.metadata ?? ''));
  return message;
}

/** The messages of a classic append, in the order they are sent. */
export function appendRequests({ stream, expected, events }: AppendOf): AppendReq[] {
  const options = new AppendReq.Options();
  options.setStreamIdentifier(identifierOf(stream));
  setExpected(options, expected, (revision) => options.setRevision(revision));
  const first = new AppendReq();
  first.setOptions(options);
  const rest = events.map((event) => {
    const request = new AppendReq();
    request.setProposedMessage(filled(new AppendReq.ProposedMessage(), event));
    return request;
  });
  return [first, ...rest];
}

export function batchRequest({ correlation, hasStructuredCorrelation = false, stream, expected = 'any', deadline, events, isFinal }: ChunkOf): BatchAppendReq {
  const request = new BatchAppendReq();
  request.setCorrelationId(hasStructuredCorrelation ? structuredUuid(correlation) : stringUuid(correlation));
  if (stream !== undefined) {
    const options = new BatchAppendReq.Options();
    options.setStreamIdentifier(identifierOf(stream));
    setExpected(options, expected, (revision) => options.setStreamPosition(revision));
    if (deadline !== undefined) options.setDeadline(Timestamp.fromDate(deadline));
    request.setOptions(options);
  }
  request.setProposedMessagesList(events.map((event) => filled(new BatchAppendReq.ProposedMessage(), event)));
  request.setIsFinal(isFinal);
  return request;
}

export function deleteRequest(stream: string, expected: Expected): DeleteReq {
  const options = new DeleteReq.Options();
  options.setStreamIdentifier(identifierOf(stream));
  setExpected(options, expected, (revision) => options.setRevision(revision));
  const request = new DeleteReq();
  request.setOptions(options);
  return request;
}

export function tombstoneRequest(stream: string, expected: Expected): TombstoneReq {
  const options = new TombstoneReq.Options();
  options.setStreamIdentifier(identifierOf(stream));
  setExpected(options, expected, (revision) => options.setRevision(revision));
  const request = new TombstoneReq();
  request.setOptions(options);
  return request;
}
