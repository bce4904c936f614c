import { canonicalJson, sha256 } from './canonical-json';

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
  const bound = { ...metadata, contentHash: undefined, copy: undefined };
  return lengthPrefixed(['daybook-event-1', stream, String(revision), type, String(version), data, canonicalJson(bound)]);
}

/** Fields as `length:bytes`, lengths in UTF-8 bytes. */
export function lengthPrefixed(fields: readonly string[]): string {
  let text = '';
  for (const field of fields) text += `${Buffer.byteLength(field)}:${field}`;
  return text;
}

/** SHA-256 over the length-prefixed content, lower-case hex. */
export const contentHashOf = (content: HashedContent): string => sha256(hashPreImage(content));
