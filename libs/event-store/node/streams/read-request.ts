import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { invalidArgument } from '../calls/refusal';
import { streamNameOf } from '../wire/stream-name';
import type { UuidForm } from '../wire/uuid';
import { eventFilterOf, type AllFilter } from './all-filter';

const backwards = ReadReq.Options.ReadDirection.BACKWARDS;

/** A place to begin: one of the two ends, or a number the client gave. */
export type From = 'start' | 'end' | number;

interface Common {
  readonly resolveLinks: boolean;
  readonly uuids: UuidForm;
}

interface Reading extends Common {
  readonly direction: 'forwards' | 'backwards';
  readonly count: number;
}

export interface StreamRead extends Reading {
  readonly kind: 'read-stream';
  readonly stream: string;
  readonly from: From;
  /** Clients from level 1 on are told where the stream begins and ends. */
  readonly compatibility: number;
}

/** A position as a client writes it; both halves are the same number for every event of this log. */
export interface WirePosition {
  readonly commit: number;
  readonly prepare: number;
}

export interface AllRead extends Reading {
  readonly kind: 'read-all';
  readonly from: 'start' | 'end' | WirePosition;
  readonly filter: AllFilter | null;
}

export interface StreamSubscription extends Common {
  readonly kind: 'subscribe-stream';
  readonly stream: string;
  /** A number is the last revision the client has. */
  readonly from: From;
}

export interface AllSubscription extends Common {
  readonly kind: 'subscribe-all';
  /** A position is that of the last event the client has. */
  readonly from: 'start' | 'end' | WirePosition;
  readonly filter: AllFilter | null;
}

export type ReadRequest = StreamRead | AllRead | StreamSubscription | AllSubscription;

/** @throws Refusal INVALID_ARGUMENT for what makes no sense. */
export function readRequestOf(message: ReadReq): ReadRequest {
  const options = message.getOptions();
  if (options === undefined) throw invalidArgument('options are missing');
  const common = { resolveLinks: options.getResolveLinks(), uuids: uuidFormOf(options) };
  const isSubscription = options.hasSubscription();
  const reading = { ...common, ...extentOf(options) };
  if (options.hasStream()) {
    if (options.hasFilter()) throw invalidArgument('a filter is for $all, not for one stream');
    const place = { stream: streamNameOf(options.getStream()?.getStreamIdentifier()), from: streamFromOf(options, isSubscription) };
    if (isSubscription) return { kind: 'subscribe-stream', ...common, ...place };
    return { kind: 'read-stream', ...reading, ...place, compatibility: options.getControlOption()?.getCompatibility() ?? 0 };
  }
  if (!options.hasAll()) throw invalidArgument('say which stream to read, or $all');
  const place = { from: allFromOf(options), filter: eventFilterOf(options.getFilter()) };
  return isSubscription ? { kind: 'subscribe-all', ...common, ...place } : { kind: 'read-all', ...reading, ...place };
}

/** Which way, and how many; a subscription has no end. */
function extentOf(options: ReadReq.Options): { readonly direction: 'forwards' | 'backwards'; readonly count: number } {
  const direction = options.getReadDirection() === backwards ? 'backwards' : 'forwards';
  if (!options.hasSubscription() && !options.hasCount()) throw invalidArgument('say how many events to read, or ask for a subscription');
  if (options.hasSubscription() && direction === 'backwards') throw invalidArgument('a subscription goes forwards');
  return { direction, count: Number(options.getCount()) };
}

function uuidFormOf(options: ReadReq.Options): UuidForm {
  const option = options.getUuidOption();
  if (option?.hasStructured() === true) return 'structured';
  if (option?.hasString() === true) return 'string';
  throw invalidArgument('uuid_option is missing: say whether ids come as text or as two integers');
}

function streamFromOf(options: ReadReq.Options, isSubscription: boolean): From {
  const stream = options.getStream();
  if (stream?.hasRevision() === true) return Number(stream.getRevision());
  if (stream?.hasStart() === true) return 'start';
  if (stream?.hasEnd() === true) return 'end';
  if (isSubscription) return 'start';
  throw invalidArgument('say where in the stream to begin');
}

function allFromOf(options: ReadReq.Options): 'start' | 'end' | WirePosition {
  const all = options.getAll();
  const position = all?.getPosition();
  if (position !== undefined) return { commit: Number(position.getCommitPosition()), prepare: Number(position.getPreparePosition()) };
  if (all?.hasStart() === true) return 'start';
  if (all?.hasEnd() === true) return 'end';
  throw invalidArgument('say where in $all to begin');
}
