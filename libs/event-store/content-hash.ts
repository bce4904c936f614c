import { canonicalJson, canonicalString, sha256 } from './canonical-json';
import type { EventMetadata } from './envelope';

/** What a content hash binds. `metadata` is the whole metadata; its `contentHash` and `copy` stay outside. */
export interface HashedContent {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly version: number;
  /** Canonical JSON text. */
  readonly data: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Each field stands behind its length in bytes, so no two contents share a pre-image by moving bytes across a border. */
export function hashPreImage({ stream, revision, type, version, data, metadata }: HashedContent): string {
  const bound = canonicalJson({ ...metadata, contentHash: undefined, copy: undefined });
  return boundPreImage({ stream, revision, type, version, data }, bound);
}

/** The same, of metadata that is canonical text already. */
const boundPreImage = ({ stream, revision, type, version, data }: Omit<HashedContent, 'metadata'>, bound: string): string =>
  lengthPrefixed(['daybook-event-1', stream, String(revision), type, String(version), data, bound]);

/** What metadata a writer gives an event. */
type Written = Omit<EventMetadata, 'contentHash' | 'copy'>;

/**
 * The content hash of a new event, with its metadata as canonical text that holds the hash. Members stand in the order
 * of their names, as RFC 8785 asks, and `contentHash` has its place in the middle: the text is made once, in two parts.
 */
export function hashedMetadata(content: Omit<HashedContent, 'metadata'>, written: Written): { readonly contentHash: string; readonly metadata: string } {
  const text = canonicalString;
  const before =
    `{"$causationId":${text(written.$causationId)},"$correlationId":${text(written.$correlationId)}` +
    `,"actor":${text(written.actor)},"commandId":${text(written.commandId)}`;
  const after =
    `,"inputHash":${text(written.inputHash)},"ledgerId":${text(written.ledgerId)},"schemaVersion":${written.schemaVersion}}`;
  const contentHash = sha256(boundPreImage(content, before + after));
  return { contentHash, metadata: `${before},"contentHash":"${contentHash}"${after}` };
}

/** Fields as `length:bytes`, lengths in UTF-8 bytes. */
export function lengthPrefixed(fields: readonly string[]): string {
  let text = '';
  for (const field of fields) text += `${Buffer.byteLength(field)}:${field}`;
  return text;
}

/** SHA-256 over the length-prefixed content, lower-case hex. */
export const contentHashOf = (content: HashedContent): string => sha256(hashPreImage(content));
