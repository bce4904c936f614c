import { isUtf8 } from 'node:buffer';
import { isUnstorable } from './storable-text';

/** Begins a stored text that holds other bytes than JSON text, in base64. */
export const bytesMark = '\u0001';
/** Begins a stored text that holds bytes called JSON by their writer, which cannot stand as text, in base64. */
export const jsonBytesMark = '\u0002';

/** What a foreign client sends and gets: bytes, and whether their writer called them JSON. */
export interface EventContent {
  readonly bytes: Buffer;
  readonly isJson: boolean;
}

/** Whether a stored text begins with one of the marks, and so is no JSON text. */
export function isMarked(stored: string): boolean {
  const first = stored.charCodeAt(0);
  return first === 1 || first === 2;
}

/** The text that is stored for the data of an event. Nothing is lost: `decodeContent` gives the same bytes back. */
export function encodeContent(bytes: Uint8Array, isJson: boolean): string {
  const buffer = asBuffer(bytes);
  if (!isJson) return bytesMark + buffer.toString('base64');
  return plainText(buffer) ?? jsonBytesMark + buffer.toString('base64');
}

export function decodeContent(stored: string): EventContent {
  return { bytes: bytesOf(stored), isJson: !stored.startsWith(bytesMark) };
}

/** The text that is stored for the metadata of an event, of which nobody says whether they are JSON; empty stays empty. */
export function encodeMetadata(bytes: Uint8Array): string {
  const buffer = asBuffer(bytes);
  return plainText(buffer) ?? bytesMark + buffer.toString('base64');
}

export const decodeMetadata = (stored: string): Buffer => bytesOf(stored);

/** Size of what a stored text stands for, in bytes. */
export function contentBytes(stored: string): number {
  return isMarked(stored) ? Math.floor(((stored.length - 1) * 3) / 4) : Buffer.byteLength(stored);
}

/** What the port gives for stored data: JSON text always, which is a string of base64 for other bytes. */
export const portData = (stored: string): string => (stored === '' || isMarked(stored) ? markedText(stored) : stored);

/** What the port gives for stored metadata: JSON text, which is an empty object where there is none. */
export function portMetadata(stored: string): string {
  if (stored === '') return '{}';
  return isMarked(stored) ? markedText(stored) : stored;
}

const markedText = (stored: string): string => JSON.stringify(stored.slice(1));

const bytesOf = (stored: string): Buffer => (isMarked(stored) ? Buffer.from(stored.slice(1), 'base64') : Buffer.from(stored));

function plainText(bytes: Buffer): string | null {
  if (!isUtf8(bytes)) return null;
  const text = bytes.toString('utf8');
  return isMarked(text) || isUnstorable(text) ? null : text;
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
