import type { Currency } from '#money';
import { refuseFile, shown, type Place } from '../bank-file-refused';
import { unsignedMinor } from '../file-amount';
import { realDay } from '../file-day';
import type { CsvMapping } from './csv-mapping';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
const dayParts = { YYYY: '(?<year>\\d{4})', YY: '(?<year>\\d{2})', MM: '(?<month>\\d{1,2})', DD: '(?<day>\\d{1,2})' } as const;

/** Reads days of one format. A year of two digits is one of this century. */
export function dayReader(format: string): (text: string, place: Place) => string {
  const seen = new Set<string>();
  const pattern = format.split(/(YYYY|YY|MM|DD)/).map((part) => {
    if (!Object.hasOwn(dayParts, part)) {
      return escaped(part);
    }
    const kind = part.slice(0, 2);
    if (seen.has(kind)) {
      refuseFile('CSV.MAPPING', `The format ${shown(format)} names a part of the day twice.`, { path: 'mapping.dateFormat' });
    }
    seen.add(kind);
    return dayParts[part as keyof typeof dayParts];
  });
  const shape = new RegExp(`^${pattern.join('')}$`);
  return (text, place) => {
    const { year = '', month = '', day = '' } = shape.exec(text.trim())?.groups ?? {};
    return realDay(`${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, text, place);
  };
}

/** Reads amounts with a sign before or behind. Thousands must stand in threes, so that no decimal sign passes for one. */
export function amountReader({ decimal = '.', thousands }: CsvMapping): (text: string, money: Currency, place: Place) => bigint {
  const grouped = thousands === undefined ? '\\d+' : `(?:\\d{1,3}(?:[${thousands === ' ' ? ' \\u00a0\\u202f' : escaped(thousands)}]\\d{3})+|\\d+)`;
  const shape = new RegExp(`^([+-]?)\\s?(${grouped})(?:${escaped(decimal)}(\\d+))?\\s?(-?)$`);
  return (text, money, place) => {
    const match = shape.exec(text.trim().slice(0, 100));
    if (match === null || (match[1] !== '' && match[4] !== '')) {
      refuseFile('AMOUNT.UNREADABLE', `${shown(text)} is no amount with ${shown(decimal)} as decimal sign.`, place);
    }
    const [, before, whole = '', fraction, behind] = match;
    const minor = unsignedMinor(`${whole.replace(/\D/g, '')}${fraction === undefined ? '' : `.${fraction}`}`, money, place);
    return before === '-' || behind === '-' ? -minor : minor;
  };
}
