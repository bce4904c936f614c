import { dayInZone, isRealDay } from '#ledger';

/** How a source writes its days. */
export interface DayWriting {
  /** `YYYY`, `YY`, `MM` and `DD` with what stands between; default `YYYY-MM-DD`. */
  readonly dateFormat?: string | undefined;
  /** For moments: the zone whose day counts. Without it a moment is the day it is written with. */
  readonly timeZone?: string | undefined;
}

export type ReadDay = { readonly ok: true; readonly day: string } | { readonly ok: false; readonly rule: string };

const isoDay = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A day of a source as `YYYY-MM-DD`. Never throws. */
export function readDay(written: string, { dateFormat, timeZone }: DayWriting): ReadDay {
  const text = written.trim().slice(0, 60);
  return dateFormat === undefined ? isoOrMoment(text, timeZone) : formatted(text, dateFormat);
}

function isoOrMoment(text: string, timeZone: string | undefined): ReadDay {
  const [, day, time, zone] = isoDay.exec(text) ?? [];
  if (day === undefined || !isRealDay(day)) {
    return { ok: false, rule: 'is no calendar day YYYY-MM-DD, nor a moment that begins with one' };
  }
  if (time === undefined || timeZone === undefined) {
    return { ok: true, day };
  }
  // A moment without a zone of its own is taken as UTC, as systems that store UTC write it.
  const instant = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time.slice(0, 12)}${withColon(zone ?? 'Z')}`);
  return Number.isFinite(instant) ? { ok: true, day: dayInZone(instant, timeZone) } : { ok: false, rule: 'is no moment of the calendar' };
}

const withColon = (zone: string): string => (/^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone);

function formatted(text: string, format: string): ReadDay {
  const names: string[] = [];
  const shape = format.replace(/YYYY|YY|MM|DD|[^YMD]+|[YMD]/g, (part) => {
    switch (part) {
      case 'YYYY':
        names.push('year');
        return '(\\d{4})';
      case 'YY':
        names.push('short');
        return '(\\d{2})';
      case 'MM':
        names.push('month');
        return '(\\d{1,2})';
      case 'DD':
        names.push('day');
        return '(\\d{1,2})';
      default:
        return part.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    }
  });
  const match = new RegExp(`^${shape}$`).exec(text);
  const part = (name: string): string => match?.[names.indexOf(name) + 1] ?? '';
  const year = names.includes('year') ? part('year') : `20${part('short')}`;
  const day = `${year}-${part('month').padStart(2, '0')}-${part('day').padStart(2, '0')}`;
  return match !== null && isRealDay(day) ? { ok: true, day } : { ok: false, rule: `is no day of the calendar, written ${format}` };
}
