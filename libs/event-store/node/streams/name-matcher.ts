import type { LogEvent } from '../../embedded/stream-reader';
import type { EventFilter } from '../../port';
import { invalidArgument } from '../calls/refusal';
import type { RegexFilter } from './all-filter';

/** Keeps the events whose stream or type a regular expression finds something in. */
export interface NameMatcher {
  matches(events: readonly LogEvent[]): readonly LogEvent[];
}

/** Longest regular expression of a client. */
const regexLengthMost = 1_024;

/** A filter the store can apply itself, or a matcher for the events it gives. */
export function nameMatcher(keep: EventFilter | RegexFilter): { readonly inStore: EventFilter } | NameMatcher {
  if (!('regex' in keep)) return { inStore: keep };
  if (keep.regex.length > regexLengthMost) throw invalidArgument(`a filter's regular expression has at most ${regexLengthMost} characters`);
  const expression = compiled(keep.regex);
  const { on } = keep;
  return { matches: (events) => events.filter((event) => expression.test(event[on])) };
}

function compiled(regex: string): RegExp {
  try {
    return new RegExp(regex);
  } catch (error) {
    throw invalidArgument(`the filter ${JSON.stringify(regex)} is no regular expression of this node: ${error instanceof Error ? error.message : String(error)}`);
  }
}
