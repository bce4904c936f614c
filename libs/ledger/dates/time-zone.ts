/** Building a formatter costs some 50 µs and there are few zones, so each is built once. */
const formatters = new Map<string, Intl.DateTimeFormat | undefined>();

function formatterOf(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!formatters.has(timeZone)) {
    if (formatters.size > 1000) {
      formatters.clear();
    }
    formatters.set(timeZone, build(timeZone));
  }
  return formatters.get(timeZone);
}

/** An IANA name, `Area/Place` or `UTC`; offsets such as `+01:00` know no summer time and are no zone here. */
const ianaName = /^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/;

function build(timeZone: string): Intl.DateTimeFormat | undefined {
  if (timeZone.length > 64 || !ianaName.test(timeZone)) {
    return undefined;
  }
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  } catch {
    return undefined;
  }
}

/** Whether the IANA time zone database of this Node knows the name. */
export const isKnownTimeZone = (timeZone: string): boolean => formatterOf(timeZone) !== undefined;

/**
 * The calendar day on which an instant falls in a zone.
 *
 * @param instant milliseconds since 1970-01-01T00:00Z.
 * @throws RangeError for an unknown zone.
 */
export function dayInZone(instant: number, timeZone: string): string {
  const formatter = formatterOf(timeZone);
  if (formatter === undefined) {
    throw new RangeError(`time zone ${JSON.stringify(timeZone.slice(0, 64))} is not in the IANA database`);
  }
  const parts = { year: '', month: '', day: '' };
  for (const { type, value } of formatter.formatToParts(instant)) {
    if (type === 'year' || type === 'month' || type === 'day') {
      parts[type] = value;
    }
  }
  return `${parts.year.padStart(4, '0')}-${parts.month}-${parts.day}`;
}
