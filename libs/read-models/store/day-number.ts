import { epochDay } from '#ledger';

/** Different days in a ledger are few against its events: two centuries fit. */
const keptMax = 80_000;
const known = new Map<string, number>();

/** `epochDay`, remembered: a replay asks for the same days over and over. */
export function dayNumber(day: string): number {
  let number = known.get(day);
  if (number === undefined) {
    if (known.size >= keptMax) known.clear();
    number = epochDay(day);
    known.set(day, number);
  }
  return number;
}
