import { isRealDay } from '#ledger';

/** How a file writes its days. ISO is never ambiguous; the others must be said. */
export const dateFormats = ['iso', 'mdy', 'dmy'] as const;
export type DateFormat = (typeof dateFormats)[number];

const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?$/;
const slashed = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?$/;

/** The calendar day a cell names; the time of day is not used. Null: no day that exists. */
export function dayOfCell(cell: string, format: DateFormat): string | null {
  const day = iso.exec(cell)?.[1] ?? (format === 'iso' ? null : slashedDay(cell, format));
  return day !== null && isRealDay(day) ? day : null;
}

function slashedDay(cell: string, format: 'mdy' | 'dmy'): string | null {
  const match = slashed.exec(cell);
  if (match === null) {
    return null;
  }
  const [, first = '', second = '', year = ''] = match;
  const [month, day] = format === 'mdy' ? [first, second] : [second, first];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** What a wrong cell is told. */
export const dateRule = 'must be a calendar day that exists, written YYYY-MM-DD (a time may follow)';
export const dateRemedy = 'Correct the date; for a file with days like 12/31/2010 or 31/12/2010 add --date-format mdy or dmy.';
