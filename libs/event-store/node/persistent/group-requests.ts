import type { CreateReq, UpdateReq } from '@eventstore/db-client/generated/persistent_pb';
import type { StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { isUnstorable } from '../../embedded/storable-text';
import { invalidArgument } from '../calls/refusal';
import { streamNameOf } from '../wire/stream-name';
import { strategyNames } from './group/consumer-strategy';
import type { AskedSettings, GroupFilter, StartFrom } from './group-settings';
import type { AskedGroup } from './persistent-subscriptions';
import { groupFailed, type GroupName } from './refusals';

type Options = CreateReq.Options | UpdateReq.Options;
type Settings = CreateReq.Settings | UpdateReq.Settings;

/** The largest unsigned 64-bit number stands for the end. */
const endRevision = '18446744073709551615';
const prefixesMost = 1_000;

/** @throws Refusal for what makes no sense. */
export function askedGroupOf(options: Options | undefined, filter: GroupFilter | null): AskedGroup {
  const settings = options?.getSettings();
  if (options === undefined || settings === undefined) throw invalidArgument('the settings of the group are missing');
  const { startFrom, position, stream } = placeOf(options, settings);
  return {
    stream,
    group: groupNameOf(options.getGroupName()),
    filter,
    settings: { ...settingsOf(settings), startFrom, position },
  };
}

/** @throws Refusal */
export function groupNameOf(name: string): string {
  if (name === '' || isUnstorable(name)) throw invalidArgument('a group needs a name without the characters U+0000, U+001E and U+001F');
  return name;
}

interface NamesGroup {
  hasAll(): boolean;
  getStreamIdentifier(): StreamIdentifier | undefined;
  getGroupName(): string;
}

/** The group a request is about. @throws Refusal */
export function groupOf(options: NamesGroup | undefined): GroupName {
  if (options === undefined) throw invalidArgument('options are missing');
  const group = groupNameOf(options.getGroupName());
  return { stream: options.hasAll() ? '$all' : oneStreamOf(options.getStreamIdentifier(), group), group };
}

function oneStreamOf(identifier: StreamIdentifier | undefined, group: string): string {
  const stream = streamNameOf(identifier);
  if (stream === '$all') throw groupFailed({ stream, group }, 'give $all as such, not by name');
  return stream;
}

interface Place {
  readonly stream: string;
  readonly startFrom: StartFrom;
  readonly position: AskedSettings['position'];
}

function placeOf(options: Options, settings: Settings): Place {
  if (options.hasAll()) return { stream: '$all', ...startOfAll(options) };
  const group = options.getGroupName();
  const named = options.getStream();
  // Older clients name the stream and the first revision elsewhere.
  if (named === undefined) return { stream: oneStreamOf(options.getStreamIdentifier(), group), startFrom: revisionOf(settings.getRevision()), position: null };
  const stream = oneStreamOf(named.getStreamIdentifier(), group);
  if (named.hasStart()) return { stream, startFrom: 'start', position: null };
  if (named.hasEnd()) return { stream, startFrom: 'end', position: null };
  if (!named.hasRevision()) throw invalidArgument('say where in the stream to begin');
  return { stream, startFrom: revisionOf(named.getRevision()), position: null };
}

function revisionOf(text: string): StartFrom {
  if (text === endRevision) return 'end';
  const revision = Number(text);
  if (!Number.isSafeInteger(revision) || revision < 0) throw invalidArgument(`${text} is no revision a group can begin at`);
  return revision === 0 ? 'start' : revision;
}

function startOfAll(options: Options): Omit<Place, 'stream'> {
  const all = options.getAll();
  const given = all?.getPosition();
  if (given !== undefined) {
    const position = { commit: Number(given.getCommitPosition()), prepare: Number(given.getPreparePosition()) };
    return { startFrom: position.commit === 0 ? 'start' : position.commit, position };
  }
  if (all?.hasStart() === true) return { startFrom: 'start', position: null };
  if (all?.hasEnd() === true) return { startFrom: 'end', position: null };
  throw invalidArgument('say where in $all to begin');
}

function settingsOf(settings: Settings): Omit<AskedSettings, 'startFrom' | 'position'> {
  return {
    resolveLinkTos: settings.getResolveLinks(),
    extraStatistics: settings.getExtraStatistics(),
    messageTimeout: settings.hasMessageTimeoutTicks() ? ticksToMs(settings.getMessageTimeoutTicks()) : settings.getMessageTimeoutMs(),
    checkPointAfter: settings.hasCheckpointAfterTicks() ? ticksToMs(settings.getCheckpointAfterTicks()) : settings.getCheckpointAfterMs(),
    maxRetryCount: settings.getMaxRetryCount(),
    minCheckPointCount: settings.getMinCheckpointCount(),
    maxCheckPointCount: settings.getMaxCheckpointCount(),
    maxSubscriberCount: settings.getMaxSubscriberCount(),
    liveBufferSize: settings.getLiveBufferSize(),
    readBatchSize: settings.getReadBatchSize(),
    historyBufferSize: settings.getHistoryBufferSize(),
    strategy: ('getConsumerStrategy' in settings ? settings.getConsumerStrategy() : '') || namedStrategy(settings.getNamedConsumerStrategy()),
  };
}

/** Ticks of 100 ns. */
const ticksToMs = (ticks: string): number => Math.trunc(Number(ticks) / 10_000);

/** The three strategies that have a number on the wire. */
const namedStrategy = (number: number): string => strategyNames.slice(0, 3)[number] ?? String(number);

/** @throws Refusal */
export function groupFilterOf(options: CreateReq.AllOptions.FilterOptions | undefined): GroupFilter | null {
  if (options === undefined) return null;
  const on = options.hasStreamIdentifier() ? 'stream' : 'type';
  const expression = on === 'stream' ? options.getStreamIdentifier() : options.getEventType();
  if (expression === undefined) throw invalidArgument('a filter names stream prefixes, event type prefixes or a regular expression');
  const [regex, prefixes] = [expression.getRegex(), expression.getPrefixList()];
  if (prefixes.length > prefixesMost) throw invalidArgument(`a filter takes at most ${prefixesMost} prefixes`);
  if (regex !== '') return { on, regex };
  return on === 'stream' ? { streamPrefixes: prefixes } : { typePrefixes: prefixes };
}
