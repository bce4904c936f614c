import type { EventFilter } from '../../port';
import type { RegexFilter } from '../streams/all-filter';
import { consumerStrategyOf, isStrategyName, type StrategyName } from './group/consumer-strategy';
import type { GroupName } from './refusals';

/** Where a group begins when it has no checkpoint: a number is the first revision or position it takes. */
export type StartFrom = 'start' | 'end' | number;

/** As clients set it; times are milliseconds. */
export interface GroupSettings {
  readonly startFrom: StartFrom;
  readonly resolveLinkTos: boolean;
  readonly extraStatistics: boolean;
  readonly messageTimeout: number;
  readonly maxRetryCount: number;
  readonly checkPointAfter: number;
  readonly minCheckPointCount: number;
  readonly maxCheckPointCount: number;
  /** 0 for any number. */
  readonly maxSubscriberCount: number;
  readonly liveBufferSize: number;
  readonly readBatchSize: number;
  readonly historyBufferSize: number;
  readonly strategy: StrategyName;
}

export type GroupFilter = EventFilter | RegexFilter;

/** Everything that makes a group what it is, apart from how far it has come. */
export interface GroupDefinition extends GroupName, GroupSettings {
  /** Only for groups of `$all`. */
  readonly filter: GroupFilter | null;
  /** The place after which a group from the end begins: where the end was when it was made. */
  readonly endAt: number | null;
}

/** What a client asked for, before it is known to make sense. */
export interface AskedSettings extends Omit<GroupSettings, 'strategy'> {
  readonly strategy: string;
  /** Both halves of a position of `$all`, where one was given. */
  readonly position: { readonly commit: number; readonly prepare: number } | null;
}

const counts = ['messageTimeout', 'maxRetryCount', 'checkPointAfter', 'minCheckPointCount', 'maxCheckPointCount', 'maxSubscriberCount'] as const;
const sizes = ['liveBufferSize', 'readBatchSize', 'historyBufferSize'] as const;

/** Why a group cannot start where it was asked to, null when it can. @param last the last position of the log. */
export function startFault({ position, strategy }: AskedSettings, last: number): string | null {
  if (!isStrategyName(strategy)) return `Consumer strategy ${strategy} does not exist.`;
  if (position === null) return null;
  if (position.prepare > position.commit) return 'Invalid Start From position: prepare position must be less than or equal to the commit position.';
  if (position.commit > last) {
    return 'Invalid Start From position: commit position must be less than or equal to the last commit position in the transaction file.';
  }
  return null;
}

/** Why these settings cannot be, null when they can. */
export function sizeFault(asked: AskedSettings): string | null {
  const negative = counts.find((name) => asked[name] < 0) ?? sizes.find((name) => asked[name] <= 0);
  if (negative !== undefined) return `${negative} is ${asked[negative]}; give ${asked[negative] < 0 ? '0 or more' : 'at least 1'}`;
  if (asked.readBatchSize >= asked.historyBufferSize) return 'readBatchSize may not be greater than or equal to bufferSize';
  return null;
}

/** @throws TypeError for a strategy that `startFault` would have found. */
export function checkedSettings({ strategy, position: _, ...settings }: AskedSettings): GroupSettings {
  return { ...settings, strategy: consumerStrategyOf(strategy) };
}
