import { decodeContent } from './event-content';

/** What the last event of `$$stream` says about a stream; absent members are as if never set. */
export interface StreamMetadata {
  /** Only so many of the last events are readable. */
  readonly maxCount?: number;
  /** Seconds after which an event is no longer readable. */
  readonly maxAge?: number;
  /** Events before this revision are not readable. `softDeleted` for a deleted stream. */
  readonly truncateBefore?: number;
  /** Seconds a head of the stream may be cached. */
  readonly cacheControl?: number;
  /** As written; who may do what is for the reader to judge. */
  readonly acl?: StreamAcl;
}

export interface StreamAcl {
  readonly $r?: readonly string[];
  readonly $w?: readonly string[];
  readonly $d?: readonly string[];
  readonly $mr?: readonly string[];
  readonly $mw?: readonly string[];
}

/** 2^63 − 1 as a JavaScript number, which is 2^63: compare with ≥. */
export const tombstoneRevision = 2 ** 63;
/** The same in SQL, exactly. */
export const tombstoneSql = '9223372036854775807';
export const tombstoneType = '$streamDeleted';

/** `truncateBefore` of a soft-deleted stream. */
const softDeletion = tombstoneRevision;
export const softDeletionText = `{"$tb":${tombstoneSql}}`;
export const metadataType = '$metadata';

export const isSoftDeletion = (metadata: StreamMetadata | null): boolean => (metadata?.truncateBefore ?? 0) >= softDeletion;

const metaPrefix = '$$';
export const metaStreamOf = (stream: string): string => metaPrefix + stream;
export const isMetaStream = (stream: string): boolean => stream.startsWith(metaPrefix);
/** The stream a metadata stream speaks of. */
export const streamOfMeta = (metaStream: string): string => metaStream.slice(metaPrefix.length);

/** The range of all metadata streams, in SQLite's order of names. */
export const metaStreamsSql = "stream >= '$$' AND stream < '$%'";

/** Of the stored data of a metadata event; null when they are no JSON object of the right types: then nothing of them counts. */
export function parseStreamMetadata(stored: string): StreamMetadata | null {
  const members = membersOf(stored);
  if (members === null) return null;
  try {
    return {
      ...present('maxCount', numberFrom(members['$maxCount'], 1)),
      ...present('maxAge', numberFrom(members['$maxAge'], 1)),
      ...present('truncateBefore', numberFrom(members['$tb'], 0)),
      ...present('cacheControl', numberFrom(members['$cacheControl'], 1)),
      ...present('acl', aclFrom(members['$acl'])),
    };
  } catch (error) {
    if (error instanceof MalformedMetadata) return null;
    throw error;
  }
}

/** The stored metadata with another `$tb`, all else kept; null when they are no JSON object. */
export function withTruncateBefore(stored: string, truncateBefore: number): string | null {
  const members = membersOf(stored);
  return members === null ? null : JSON.stringify({ ...members, $tb: truncateBefore });
}

class MalformedMetadata extends Error {}

type Members = Readonly<Record<string, unknown>>;

function membersOf(stored: string): Members | null {
  const { bytes, isJson } = decodeContent(stored);
  if (!isJson) return null;
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isMembers(value) ? value : null;
  } catch {
    return null;
  }
}

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined for what counts as absent: nothing, or less than the least. */
function numberFrom(value: unknown, least: number): number | undefined {
  if (value === undefined) return undefined;
  // The real server reads 64 bits; what does not fit them is no number of its kind.
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > tombstoneRevision) throw new MalformedMetadata();
  return value < least ? undefined : value;
}

function aclFrom(value: unknown): StreamAcl | undefined {
  if (value === undefined) return undefined;
  if (!isMembers(value)) throw new MalformedMetadata();
  const acl: Record<string, readonly string[]> = {};
  for (const operation of ['$r', '$w', '$d', '$mr', '$mw']) {
    const names = value[operation];
    if (names === undefined || names === null) continue;
    const list: unknown[] = Array.isArray(names) ? names : [names];
    if (!list.every((name) => typeof name === 'string')) throw new MalformedMetadata();
    acl[operation] = list;
  }
  return acl;
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}
