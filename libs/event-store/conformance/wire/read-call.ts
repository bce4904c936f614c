import { Empty, StreamIdentifier, type UUID } from '@eventstore/db-client/generated/shared_pb';
import { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { textOfUuid } from './uuids';

export interface FilterOf {
  readonly on: 'stream' | 'type';
  readonly regex?: string;
  readonly prefixes?: readonly string[];
  /** Events considered between two looks; absent, the server's own. */
  readonly window?: number;
  readonly interval?: number;
}

/** Everything the read call can be asked, also what the official client cannot express. */
export interface ReadOf {
  /** Absent: `$all`. */
  readonly stream?: string;
  readonly from?: 'start' | 'end' | bigint | { readonly commit: bigint; readonly prepare: bigint };
  readonly backwards?: boolean;
  readonly count?: number;
  readonly resolveLinks?: boolean;
  readonly filter?: FilterOf;
  readonly ids?: 'string' | 'structured' | 'unsaid';
  readonly compatibility?: number;
}

export interface WireEvent {
  readonly id: string;
  readonly hasStructuredId: boolean;
  readonly stream: string;
  readonly revision: bigint;
  readonly commit: bigint;
  readonly prepare: bigint;
  readonly type: string;
  readonly contentType: string;
  readonly created: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

/** A message of a read or subscription, in the order of the wire. */
export type Signal =
  | { readonly kind: 'event'; readonly event: WireEvent | null; readonly link: WireEvent | null; readonly commitPosition: bigint | null }
  | { readonly kind: 'confirmation'; readonly id: string }
  | { readonly kind: 'checkpoint'; readonly commit: bigint; readonly prepare: bigint }
  | { readonly kind: 'not-found'; readonly stream: string }
  | { readonly kind: 'first-revision' | 'last-revision'; readonly revision: bigint }
  | { readonly kind: 'caught-up' | 'fell-behind' | 'last-position' | 'nothing' };

const { Options } = ReadReq;

export function identifierOf(stream: string): StreamIdentifier {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  return identifier;
}

export const nameOf = (identifier: StreamIdentifier | undefined): string => Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

/** @param follows asks for a subscription instead of a page. */
export function readRequest(read: ReadOf, follows: boolean): ReadReq {
  const options = new Options();
  if (read.stream === undefined) options.setAll(placeInAll(read.from));
  else options.setStream(placeInStream(read.stream, read.from));
  options.setReadDirection(read.backwards === true ? Options.ReadDirection.BACKWARDS : Options.ReadDirection.FORWARDS);
  options.setResolveLinks(read.resolveLinks ?? false);
  if (follows) options.setSubscription(new Options.SubscriptionOptions());
  else options.setCount(String(read.count ?? Number.MAX_SAFE_INTEGER));
  if (read.filter === undefined) options.setNoFilter(new Empty());
  else options.setFilter(filterOptions(read.filter));
  setForms(options, read);
  const request = new ReadReq();
  request.setOptions(options);
  return request;
}

function setForms(options: ReadReq.Options, { ids = 'string', compatibility }: ReadOf): void {
  if (ids !== 'unsaid') {
    const form = new Options.UUIDOption();
    if (ids === 'string') form.setString(new Empty());
    else form.setStructured(new Empty());
    options.setUuidOption(form);
  }
  if (compatibility === undefined) return;
  const control = new Options.ControlOption();
  control.setCompatibility(compatibility);
  options.setControlOption(control);
}

function placeInAll(from: ReadOf['from'] = 'start'): ReadReq.Options.AllOptions {
  const all = new Options.AllOptions();
  if (from === 'start') all.setStart(new Empty());
  else if (from === 'end') all.setEnd(new Empty());
  else {
    const place = typeof from === 'bigint' ? { commit: from, prepare: from } : from;
    const position = new Options.Position();
    position.setCommitPosition(place.commit.toString());
    position.setPreparePosition(place.prepare.toString());
    all.setPosition(position);
  }
  return all;
}

function placeInStream(name: string, from: ReadOf['from'] = 'start'): ReadReq.Options.StreamOptions {
  const stream = new Options.StreamOptions();
  stream.setStreamIdentifier(identifierOf(name));
  if (from === 'start') stream.setStart(new Empty());
  else if (from === 'end') stream.setEnd(new Empty());
  else if (typeof from === 'bigint') stream.setRevision(from.toString());
  else throw new RangeError(`a read of ${name} begins at a revision, not at a position`);
  return stream;
}

function filterOptions({ on, regex, prefixes, window, interval = 1 }: FilterOf): ReadReq.Options.FilterOptions {
  const expression = new Options.FilterOptions.Expression();
  if (regex !== undefined) expression.setRegex(regex);
  if (prefixes !== undefined) expression.setPrefixList([...prefixes]);
  const filter = new Options.FilterOptions();
  if (on === 'stream') filter.setStreamIdentifier(expression);
  else filter.setEventType(expression);
  if (window === undefined) filter.setCount(new Empty());
  else filter.setMax(window);
  filter.setCheckpointintervalmultiplier(interval);
  return filter;
}

const { ContentCase } = ReadResp;

const signals: Record<ReadResp.ContentCase, (message: ReadResp) => Signal> = {
  [ContentCase.CONTENT_NOT_SET]: () => ({ kind: 'nothing' }),
  [ContentCase.EVENT]: (message) => eventSignal(message.getEvent() as ReadResp.ReadEvent),
  [ContentCase.CONFIRMATION]: (message) => ({ kind: 'confirmation', id: message.getConfirmation()?.getSubscriptionId() ?? '' }),
  [ContentCase.CHECKPOINT]: (message) => {
    const checkpoint = message.getCheckpoint() as ReadResp.Checkpoint;
    return { kind: 'checkpoint', commit: BigInt(checkpoint.getCommitPosition()), prepare: BigInt(checkpoint.getPreparePosition()) };
  },
  [ContentCase.STREAM_NOT_FOUND]: (message) => ({ kind: 'not-found', stream: nameOf(message.getStreamNotFound()?.getStreamIdentifier()) }),
  [ContentCase.FIRST_STREAM_POSITION]: (message) => ({ kind: 'first-revision', revision: BigInt(message.getFirstStreamPosition()) }),
  [ContentCase.LAST_STREAM_POSITION]: (message) => ({ kind: 'last-revision', revision: BigInt(message.getLastStreamPosition()) }),
  [ContentCase.LAST_ALL_STREAM_POSITION]: () => ({ kind: 'last-position' }),
  [ContentCase.CAUGHT_UP]: () => ({ kind: 'caught-up' }),
  [ContentCase.FELL_BEHIND]: () => ({ kind: 'fell-behind' }),
};

export const signalOf = (message: ReadResp): Signal => signals[message.getContentCase()](message);

const eventSignal = (read: ReadResp.ReadEvent): Signal => ({
  kind: 'event',
  event: recordOf(read.getEvent()),
  link: recordOf(read.getLink()),
  commitPosition: read.hasCommitPosition() ? BigInt(read.getCommitPosition()) : null,
});

function recordOf(record: ReadResp.ReadEvent.RecordedEvent | undefined): WireEvent | null {
  if (record === undefined) return null;
  const system = record.getMetadataMap();
  const id = record.getId() as UUID;
  return {
    id: textOfUuid(id),
    hasStructuredId: id.hasStructured(),
    stream: nameOf(record.getStreamIdentifier()),
    revision: BigInt(record.getStreamRevision()),
    commit: BigInt(record.getCommitPosition()),
    prepare: BigInt(record.getPreparePosition()),
    type: system.get('type') ?? '',
    contentType: system.get('content-type') ?? '',
    created: system.get('created') ?? '',
    data: Buffer.from(record.getData_asU8()),
    metadata: Buffer.from(record.getCustomMetadata_asU8()),
  };
}
