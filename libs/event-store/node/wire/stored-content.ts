/** Marks a stored text that holds bytes in base64: as they came, or as JSON that could not stand as text. */
const bytesMark = '\u0001';
const jsonBytesMark = '\u0002';

/** Whether the writer called it JSON. */
export const isStoredJson = (stored: string): boolean => !stored.startsWith(bytesMark);

/** What a client gets for a stored text: the text itself, or the bytes it stands for. */
export function bytesOfStored(stored: string): string | Buffer {
  const first = stored.charCodeAt(0);
  return first === 1 || first === 2 ? Buffer.from(stored.slice(1), 'base64') : stored;
}

const asIs = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
export { asIs as asBuffer, bytesMark, jsonBytesMark };
