import { refuseFile } from './bank-file-refused';

/** The character sets banks write; Latin-1 is read as Windows-1252, which holds it and which they mean. */
export type FileEncoding = 'utf-8' | 'latin-1' | 'utf-16le' | 'utf-16be';

const labels: Readonly<Record<FileEncoding, string>> = { 'utf-8': 'utf-8', 'latin-1': 'windows-1252', 'utf-16le': 'utf-16le', 'utf-16be': 'utf-16be' };

function decodedAs(bytes: Uint8Array, encoding: FileEncoding): string | undefined {
  try {
    return new TextDecoder(labels[encoding], { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** @throws BankFileRefused when the bytes are none of that character set. A byte order mark is dropped. */
export function decodeAs(bytes: Uint8Array, encoding: FileEncoding): string {
  return decodedAs(bytes, encoding) ?? refuseFile('FILE.ENCODING', `The file is not written in ${encoding.toUpperCase()}, as it says or was said of it. Check how it was saved.`);
}

/** Text that does not say its character set: UTF-8, and Latin-1 where it is none. */
export function decodeUnlabelled(bytes: Uint8Array): string {
  return decodedAs(bytes, markedEncoding(bytes) ?? 'utf-8') ?? decodeAs(bytes, 'latin-1');
}

/** What the byte order mark says. */
function markedEncoding(bytes: Uint8Array): FileEncoding | undefined {
  const [first, second] = bytes;
  return first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

const declared = /^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;
const known: Readonly<Record<string, FileEncoding>> = {
  'utf-8': 'utf-8', utf8: 'utf-8', 'us-ascii': 'utf-8', ascii: 'utf-8', 'iso-8859-1': 'latin-1', 'iso-8859-15': 'latin-1', latin1: 'latin-1',
  'windows-1252': 'latin-1', 'utf-16': 'utf-16le', 'utf-16le': 'utf-16le', 'utf-16be': 'utf-16be',
};

/** XML says its character set by a byte order mark or in its first line; without either it is UTF-8. */
export function decodeXml(bytes: Uint8Array): string {
  const marked = markedEncoding(bytes);
  if (marked !== undefined) {
    return decodeAs(bytes, marked);
  }
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1').replace(/^\u00EF\u00BB\u00BF/, '');
  const name = declared.exec(head)?.[1] ?? 'utf-8';
  const encoding = known[name.toLowerCase()];
  return encoding === undefined ? refuseFile('FILE.ENCODING', `The file says it is written in ${name}, which is not read. Use UTF-8.`, { line: 1 }) : decodeAs(bytes, encoding);
}
