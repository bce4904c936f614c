const spelled: Readonly<Record<string, string>> = {
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  Æ: 'AE',
  æ: 'ae',
  Ø: 'O',
  ø: 'o',
  Å: 'A',
  å: 'a',
  Œ: 'OE',
  œ: 'oe',
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  Þ: 'Th',
  þ: 'th',
  '&': '+',
  '–': '-',
  '’': "'",
};

/**
 * A text in the characters that every bank of the scheme takes: letters without marks, digits and `/ - ? : ( ) . , ' +`.
 * Umlauts are spelled out, other marks dropped, what is left over becomes a point. At most `max` characters.
 */
export function sepaText(text: string, max: number): string {
  const plain = [...text.normalize('NFC')].map((char) => spelled[char] ?? char).join('').normalize('NFD').replace(/\p{M}/gu, '');
  return plain.replace(/\s+/g, ' ').replace(/[^A-Za-z0-9/\-?:().,'+ ]/g, '.').trim().slice(0, max).trim();
}
