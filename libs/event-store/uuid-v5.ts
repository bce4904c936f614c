import { hash } from 'node:crypto';

/** The namespace of every name-based id Daybook makes. Never change it: equal content would get new ids. */
export const daybookNamespace = '5b2e6a0c-7d1f-5c38-9a44-0e8f3d6b1a27';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether the text is a UUID in lower case with dashes, of any version. */
export const isUuid = (text: string): boolean => uuid.test(text);

const namespaceBytes = (namespace: string): Buffer => Buffer.from(namespace.replaceAll('-', ''), 'hex');
const daybookBytes = namespaceBytes(daybookNamespace);

/**
 * RFC 9562 name-based id, version 5. The format prescribes SHA-1; nothing relies on it for safety, since the
 * name holds a SHA-256 wherever content is meant.
 */
export function uuidV5(name: string, namespace: string = daybookNamespace): string {
  const space = namespace === daybookNamespace ? daybookBytes : namespaceBytes(namespace);
  const digest = hash('sha1', Buffer.concat([space, Buffer.from(name, 'utf8')]), 'buffer');
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
