import { isRealDay } from '../dates';

/** Which of two records of one source is newer. Both are of one kind: numbers, or moments. */
export interface SourceVersion {
  readonly kind: 'number' | 'moment';
  /** One form per version: digits without leading zeros, or a moment in UTC to the nanosecond. */
  readonly text: string;
}

const whole = /^\d{1,30}$/;
const moment = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Reads a version as its source writes it; null: it is neither a whole number nor a moment. A moment without a zone is UTC. */
export function readSourceVersion(written: string): SourceVersion | null {
  const text = written.trim();
  if (whole.test(text)) {
    return { kind: 'number', text: text.replace(/^0+(?=\d)/, '') };
  }
  const [, day, time = '00:00:00', fraction = '', zone = 'Z'] = moment.exec(text) ?? [];
  if (day === undefined || !isRealDay(day)) {
    return null;
  }
  const seconds = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}${/^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`);
  return Number.isFinite(seconds) ? { kind: 'moment', text: `${new Date(seconds).toISOString().slice(0, 19)}.${fraction.padEnd(9, '0')}Z` } : null;
}

/** Below zero: the first is older; zero: they are one. Precondition: both are of one kind. */
export function compareSourceVersions(one: string, other: string): number {
  if (whole.test(one) && whole.test(other) && one.length !== other.length) {
    return one.length - other.length;
  }
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Of versions in the form that is compared. */
export const isVersionOfKind = (text: string, { kind }: SourceVersion): boolean => whole.test(text) === (kind === 'number');

/** One record of one source: its id there may be any text, the system's name holds no blank. */
export const sourceKey = (system: string, id: string): string => `${system} ${id}`;
