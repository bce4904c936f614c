import type { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { EventFilter } from '../../port';
import { invalidArgument } from '../calls/refusal';

/** Events considered between two checkpoints when the client names no window. */
const defaultWindow = 32;
const prefixesMost = 1_000;

export interface AllFilter {
  /** Events considered per page, as the client asked. */
  readonly window: number;
  /** Considered events from one checkpoint to the next. */
  readonly checkpointInterval: number;
  readonly keep: EventFilter | RegexFilter;
}

export interface RegexFilter {
  readonly on: 'stream' | 'type';
  readonly regex: string;
}

/** @throws Refusal INVALID_ARGUMENT */
export function eventFilterOf(options: ReadReq.Options.FilterOptions | undefined): AllFilter | null {
  if (options === undefined) return null;
  const on = options.hasStreamIdentifier() ? 'stream' : 'type';
  const expression = on === 'stream' ? options.getStreamIdentifier() : options.getEventType();
  if (expression === undefined) throw invalidArgument('a filter names stream prefixes, event type prefixes or a regular expression');
  const window = options.hasMax() ? options.getMax() : defaultWindow;
  if (window < 1) throw invalidArgument('the search window of a filter is at least 1');
  const multiplier = options.getCheckpointintervalmultiplier() || 1;
  const prefixes = expression.getPrefixList();
  if (prefixes.length > prefixesMost) throw invalidArgument(`a filter takes at most ${prefixesMost} prefixes`);
  const regex = expression.getRegex();
  const keep = regex === '' ? (on === 'stream' ? { streamPrefixes: prefixes } : { typePrefixes: prefixes }) : { on, regex } as const;
  return { window, checkpointInterval: window * multiplier, keep };
}
