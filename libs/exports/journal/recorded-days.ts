import { dayInZone } from '#ledger';

/** Offsets of time zones are whole quarters of an hour: within one quarter the day does not change. */
const quarter = 900_000;

/** The day something was recorded on, in a time zone. Entries come in the order of their recording, so one answer serves many. */
export function recordedDays(timeZone: string): (recordedAt: number) => string {
  let known = Number.NaN;
  let day = '';
  return (recordedAt) => {
    const at = Math.floor(recordedAt / quarter);
    if (at !== known) {
      known = at;
      day = dayInZone(recordedAt, timeZone);
    }
    return day;
  };
}
