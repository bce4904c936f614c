import { CliFailure } from '../cli-failure';

/** A place in the ledger, by sequence or by recorded time (milliseconds since the Unix epoch). */
export type KnownAt = { readonly sequence: number } | { readonly time: number };

const isoTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * Reads `1234` or `2011-02-01T00:00:00Z`; a day alone means its end in UTC.
 *
 * @throws CliFailure for anything else.
 */
export function parseKnownAt(text: string, option: string): KnownAt {
  if (/^\d{1,15}$/.test(text)) {
    return { sequence: Number(text) };
  }
  if (isoTime.test(text)) {
    const time = Date.parse(text.length === 10 ? `${text}T23:59:59.999Z` : text);
    if (!Number.isNaN(time)) {
      return { time };
    }
  }
  throw new CliFailure('usage', `${option} ${JSON.stringify(text)}: give a ledger sequence such as 1234, or a time such as 2011-02-01T00:00:00Z.`);
}
