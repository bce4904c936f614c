/** Where ISO 8859-15 differs from the first 256 code points. */
const moved: Readonly<Record<string, number>> = { '€': 0xa4, Š: 0xa6, š: 0xa8, Ž: 0xb4, ž: 0xb8, Œ: 0xbc, œ: 0xbd, Ÿ: 0xbe };
const replaced = new Set(Object.values(moved));

/** ISO 8859-15, as the article asks for. What it has no sign for loses its accent, and else becomes a question mark. */
export function latin9(text: string): Buffer {
  return Buffer.from(/^[\u0000-\u009f]*$/.test(text) ? text : [...text].map(inLatin9).join(''), 'latin1');
}

function inLatin9(sign: string): string {
  const place = moved[sign];
  if (place !== undefined) {
    return String.fromCharCode(place);
  }
  const code = sign.codePointAt(0)!;
  if (code <= 0xff && !replaced.has(code)) {
    return sign;
  }
  const plain = sign.normalize('NFD').charAt(0);
  return plain.charCodeAt(0) < 0x80 ? plain : '?';
}
