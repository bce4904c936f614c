import type { LogEvent } from '../../embedded/stream-reader';
import type { EventFilter } from '../../port';
import type { RegexFilter } from './all-filter';
import { TimedRegex } from './timed-regex';

/** Keeps the events whose stream or type a filter fits. */
export interface NameMatcher {
  matches(events: readonly LogEvent[]): readonly LogEvent[];
}

/**
 * A filter the store can apply itself, or a matcher for the events it gives. The plain forms of regular expressions are
 * recognised, because they are what most clients send and need no engine.
 *
 * @throws Refusal INVALID_ARGUMENT
 */
export function nameMatcher(keep: EventFilter | RegexFilter): { readonly inStore: EventFilter } | NameMatcher {
  if (!('regex' in keep)) return { inStore: keep };
  const { on, regex } = keep;
  const prefix = prefixOf(regex);
  if (prefix !== null) return { inStore: on === 'stream' ? { streamPrefixes: [prefix] } : { typePrefixes: [prefix] } };
  if (excludesSystem.has(regex)) return { matches: (events) => events.filter((event) => event[on] !== '' && event[on][0] !== '$') };
  const timed = new TimedRegex(regex);
  return {
    matches: (events) => {
      const found = timed.test(events.map((event) => event[on]));
      return events.filter((_, index) => found[index]);
    },
  };
}

/** What clients' helpers send to leave out the system's own events or streams. */
const excludesSystem = new Set(['^[^$].*', '^[^$]', '^[^\\$].*', '^[^\\$]', '^(?!\\$).+']);

const plainPrefix = /^\^((?:[\w \-:/@#%&,;<>=!~"'`\u0080-\uffff]|\\[^\w\s])+)(?:\.\*)?$/;

/** The text every match begins with, when that is all an expression says. */
function prefixOf(regex: string): string | null {
  const literal = plainPrefix.exec(regex)?.[1];
  return literal === undefined ? null : literal.replace(/\\(.)/g, '$1');
}
