import { epochDay, isRealDay } from '#ledger';
import { xmlText } from '../xml/xml-text';
import { formulaStart, plainNumber, type ColumnKind } from './export-table';

/** Places of the formats in the style sheet; `number` + decimals is the format of a number with so many. */
export const styles = { header: 1, day: 2, text: 3, number: 4 } as const;
export const decimalsMax = 6;

/** A spreadsheet computes with binary numbers of 15 digits: a longer number is kept whole as text. */
const digitsMax = 15;
const textMax = 32_767;
/** Days are counted from the last day of 1899; before March 1900 spreadsheets disagree. */
const dayZero = 25_569;
const firstSafeDay = '1900-03-01';

const inlineText = (place: string, text: string, style: string): string =>
  `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${xmlText(text.slice(0, textMax))}</t></is></c>`;

/** One cell. Numbers keep their exact decimals; text is typed as text, and marked so where it would read as a formula once edited. */
export function xlsxCell(place: string, text: string, kind: ColumnKind): string {
  if (text === '') {
    return '';
  }
  if (kind === 'number' && plainNumber.test(text) && text.replace(/[-.]/g, '').replace(/^0+/, '').length <= digitsMax) {
    const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
    return `<c r="${place}" s="${styles.number + Math.min(decimals, decimalsMax)}"><v>${text}</v></c>`;
  }
  if (kind === 'day' && isRealDay(text) && text >= firstSafeDay) {
    return `<c r="${place}" s="${styles.day}"><v>${epochDay(text) + dayZero}</v></c>`;
  }
  return inlineText(place, text, formulaStart.test(text) ? ` s="${styles.text}"` : '');
}

export const headerCell = (place: string, text: string): string => inlineText(place, text, ` s="${styles.header}"`);

/** A, B, … Z, AA, … */
export function columnLetters(index: number): string {
  let [letters, rest] = ['', index];
  do {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
    rest = Math.floor(rest / 26) - 1;
  } while (rest >= 0);
  return letters;
}
