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
  const hex = hash('sha1', Buffer.concat([space, Buffer.from(name, 'utf8')]), 'hex');
  // The digit of the version stands in the place of four bits of the digest, that of the variant in the place of two.
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) & 0x3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
