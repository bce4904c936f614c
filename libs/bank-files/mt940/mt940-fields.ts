import type { Currency } from '#money';
import { refuseFile, shown, type Place } from '../bank-file-refused';
import { amountText, fileCurrency, unsignedMinor } from '../file-amount';
import { realDay } from '../file-day';
import type { Mt940Tag } from './mt940-tags';

export interface Mt940Balance {
  readonly day: string;
  readonly money: Currency;
  readonly amount: string;
}

export interface Mt940Entry {
  readonly bookedOn: string;
  readonly valueDate: string;
  readonly minor: bigint;
  readonly isReversal: boolean;
  readonly code: string;
  readonly customerReference: string;
  readonly bankReference: string | undefined;
  readonly supplement: string;
}

export const placeOf = (tag: Mt940Tag): Place => ({ line: tag.line, path: `:${tag.id}:` });

/** Two digits of a year: the network's window is 1980 to 2079. */
function sixDigitDay(text: string, place: Place): string {
  const year = Number(text.slice(0, 2));
  return realDay(`${year >= 80 ? 1900 + year : 2000 + year}-${text.slice(2, 4)}-${text.slice(4, 6)}`, text, place);
}

const mt940Minor = (text: string, money: Currency, place: Place): bigint =>
  unsignedMinor(
    /^\d+(,\d*)?$/.test(text) ? text.replace(',', '.') : refuseFile('AMOUNT.UNREADABLE', `${shown(text)} is no amount; it is written in digits with a comma.`, place),
    money,
    place,
  );

const balanceShape = /^([DC])(\d{6})([A-Z]{3})(.{1,40})$/;

/** `:60F:C140507EUR500,` and its kin. */
export function balanceOf(tag: Mt940Tag): Mt940Balance {
  const place = placeOf(tag);
  const [, mark, day = '', code, amount = ''] =
    balanceShape.exec(tag.lines[0]?.trim() ?? '') ?? refuseFile('MT940.FIELD', `${shown(tag.lines[0] ?? '')} is no balance: C or D, day, currency, amount.`, place);
  const money = fileCurrency(code, place);
  const minor = mt940Minor(amount, money, place);
  return { day: sixDigitDay(day, place), money, amount: amountText(mark === 'D' ? -minor : minor, money) };
}

const entryShape = /^(\d{6})(\d{4})?(R?[DC])([A-Z])?([\d,]{1,40})([A-Z][A-Z0-9]{3})(.*)$/;

/** `:61:`: value date, booking day, direction (RC takes back a credit, RD a debit), amount, code, references. */
export function entryOf(tag: Mt940Tag, money: Currency): Mt940Entry {
  const place = placeOf(tag);
  const [first = '', ...rest] = tag.lines;
  const match = entryShape.exec(first.trimEnd());
  if (match === null) {
    refuseFile('MT940.FIELD', `${shown(first)} is no entry: value date, booking day, C, D, RC or RD, amount, code, references.`, place);
  }
  // Only the booking day and the funds code may be absent.
  const [value, mark, amount, code] = [1, 3, 5, 6].map((group) => match[group]) as [string, string, string, string];
  const booked = match[2];
  const valueDate = sixDigitDay(value, place);
  const minor = mt940Minor(amount, money, place);
  const { customerReference, bankReference } = referencesOf(match[7]);
  return {
    valueDate,
    bookedOn: booked === undefined ? valueDate : bookingDay(booked, valueDate, place),
    minor: mark === 'C' || mark === 'RD' ? minor : -minor,
    isReversal: mark.startsWith('R'),
    code,
    customerReference,
    bankReference,
    supplement: rest.join(' '),
  };
}

/** The payer's reference, and behind two slashes the bank's. */
function referencesOf(text = ''): Pick<Mt940Entry, 'customerReference' | 'bankReference'> {
  const split = text.indexOf('//');
  const bankReference = split === -1 ? '' : text.slice(split + 2).trim();
  return { customerReference: (split === -1 ? text : text.slice(0, split)).trim(), bankReference: bankReference === '' ? undefined : bankReference };
}

/** Month and day alone: of the year that brings it nearest to the value date, for they lie around New Year too. */
function bookingDay(monthAndDay: string, valueDate: string, place: Place): string {
  const year = Number(valueDate.slice(0, 4));
  const [month, valueMonth] = [Number(monthAndDay.slice(0, 2)), Number(valueDate.slice(5, 7))];
  const shift = month - valueMonth > 6 ? -1 : valueMonth - month > 6 ? 1 : 0;
  return realDay(`${String(year + shift).padStart(4, '0')}-${monthAndDay.slice(0, 2)}-${monthAndDay.slice(2)}`, monthAndDay, place);
}
