import { isRealDay } from '#ledger';
import { refuseFile, shown, type Place } from './bank-file-refused';
import { earliestBankDay } from './file-bounds';

const dayAtStart = /^(\d{4}-\d{2}-\d{2})(?:T[0-9:.]{5,18}(?:Z|[+-]\d{2}:?\d{2})?|Z|[+-]\d{2}:\d{2})?$/;

/**
 * The day of an ISO 8601 day or moment, as the bank wrote it: a moment stays the day it is where the bank stands.
 *
 * @throws BankFileRefused when it is no day of the calendar.
 */
export function isoDay(text: string, place: Place): string {
  const day = dayAtStart.exec(text)?.[1];
  return realDay(day ?? text, text, place);
}

/** @throws BankFileRefused when `day` is no day of the calendar, or of before there were such files; `text` is how the file wrote it. */
export function realDay(day: string, text: string, place: Place): string {
  if (!isRealDay(day)) {
    return refuseFile('DATE.UNREAL', `${shown(text)} is no day of the calendar.`, place);
  }
  return day >= earliestBankDay ? day : refuseFile('DATE.TOO_EARLY', `${shown(text)} is before ${earliestBankDay}. Look at how the file writes its days.`, place);
}
