import type { EventFilter } from '../../port';
import { consumerStrategyOf } from './group/consumer-strategy';
import type { GroupDefinition, GroupFilter, StartFrom } from './group-settings';

/** The stream that holds the groups of this log, all of them in each event. */
export const configStream = '$persistentSubscriptionConfig';
export const configEventType = '$PersistentConfig';

/** One group as EventStoreDB writes it; `endAt` is this node's own. */
interface ConfigEntry {
  readonly stream: string;
  readonly group: string;
  readonly filter?: ConfigFilter | null;
  readonly resolveLinkTos: boolean;
  readonly extraStatistics: boolean;
  readonly messageTimeout: number;
  readonly startPosition: string;
  readonly liveBufferSize: number;
  readonly historyBufferSize: number;
  readonly maxRetryCount: number;
  readonly readBatchSize: number;
  readonly checkPointAfter: number;
  readonly minCheckPointCount: number;
  readonly maxCheckPointCount: number;
  readonly maxSubscriberCount: number;
  readonly namedConsumerStrategy: string;
  readonly endAt?: number | null;
}

interface ConfigFilter {
  readonly context: 'streamId' | 'eventType';
  readonly type: 'prefix' | 'regex';
  readonly data: readonly string[];
}

/** @param at milliseconds since the Unix epoch. */
export function configText(groups: readonly GroupDefinition[], at: number, user: string): string {
  return JSON.stringify({ version: '2', updated: new Date(at).toISOString(), updatedBy: user, entries: groups.map(entryOf) });
}

/** @throws Error when the text is none that `configText` writes. */
export function groupsOfConfig(text: string): GroupDefinition[] {
  const config = JSON.parse(text) as { readonly version?: unknown; readonly entries?: unknown };
  if (config.version !== '2' || !Array.isArray(config.entries)) throw new Error(`version ${String(config.version)} of ${configStream} is not known here`);
  return (config.entries as readonly ConfigEntry[]).map(definitionOf);
}

function entryOf({ startFrom, strategy, filter, ...rest }: GroupDefinition): ConfigEntry {
  return { ...rest, startPosition: startText(rest.stream, startFrom), namedConsumerStrategy: strategy, filter: filter === null ? null : configFilter(filter) };
}

function definitionOf({ startPosition, namedConsumerStrategy, filter, endAt, ...rest }: ConfigEntry): GroupDefinition {
  return {
    ...rest,
    startFrom: startOf(rest.stream, startPosition),
    strategy: consumerStrategyOf(namedConsumerStrategy),
    filter: filter == null ? null : groupFilter(filter),
    endAt: endAt ?? null,
  };
}

/** The first place as clients are told it: 0 for the start, −1 for the end. */
export function startText(stream: string, startFrom: StartFrom): string {
  const place = startFrom === 'start' ? 0 : startFrom === 'end' ? -1 : startFrom;
  return stream === '$all' ? `C:${place}/P:${place}` : String(place);
}

function startOf(stream: string, text: string): StartFrom {
  const place = Number(stream === '$all' ? /^C:(-?\d+)\//.exec(text)?.[1] : text);
  if (!Number.isSafeInteger(place)) throw new Error(`${configStream} has a group of ${stream} that starts at ${text}`);
  return place === 0 ? 'start' : place < 0 ? 'end' : place;
}

function configFilter(filter: GroupFilter): ConfigFilter {
  if ('regex' in filter) return { context: filter.on === 'stream' ? 'streamId' : 'eventType', type: 'regex', data: [filter.regex] };
  if ('streamPrefixes' in filter) return { context: 'streamId', type: 'prefix', data: filter.streamPrefixes };
  return { context: 'eventType', type: 'prefix', data: filter.typePrefixes };
}

function groupFilter({ context, type, data }: ConfigFilter): GroupFilter {
  if (type === 'regex') return { on: context === 'streamId' ? 'stream' : 'type', regex: data[0] ?? '' };
  const prefixes: EventFilter = context === 'streamId' ? { streamPrefixes: data } : { typePrefixes: data };
  return prefixes;
}
