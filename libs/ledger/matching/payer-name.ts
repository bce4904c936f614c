import { plainText } from './number-atoms';

/** Words of legal forms and titles: they tell nobody apart. */
const empty = new Set([
  'GMBH', 'UG', 'AG', 'KG', 'OHG', 'EK', 'CO', 'COKG', 'MBH', 'SE', 'LTD', 'LIMITED', 'PLC', 'LLP', 'INC', 'LLC', 'CORP', 'SA', 'SARL', 'SAS', 'BV', 'NV', 'SRL',
  'SPA', 'AND', 'UND', 'ET', 'THE', 'MR', 'MRS', 'MS', 'DR', 'HERR', 'FRAU',
]);

/** A name's words that mean something, without accents, sorted: "Müller & Co. GmbH" and "MUELLER CO" are equal. */
export function nameKey(name: string): string {
  const words = plainText(name.slice(0, 300))
    .replace(/Ä/g, 'AE').replace(/Ö/g, 'OE').replace(/Ü/g, 'UE')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 0 && !empty.has(word));
  return words.sort().join(' ');
}

/** Whether one name has every word of the other, and at least one word of four letters. */
export function namesOverlap(a: string, b: string): boolean {
  const [left, right] = [a.split(' '), b.split(' ')];
  const [fewer, more] = left.length <= right.length ? [left, new Set(right)] : [right, new Set(left)];
  return fewer.some((word) => word.length >= 4) && fewer.every((word) => more.has(word));
}
