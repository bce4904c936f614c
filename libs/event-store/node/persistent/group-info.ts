import { SubscriptionInfo } from '@eventstore/db-client/generated/persistent_pb';
import type { GroupClient } from './group/group-client';
import { startText } from './group-config';
import type { RunningGroup } from './running-group';

/** What was counted at the last look, so that the next can say what has happened since. */
interface Look {
  readonly at: number;
  readonly totals: ReadonlyMap<string, number>;
}

/** Says how groups are, in the words clients parse. Rates are since the last time somebody asked. */
export class GroupInfo {
  private readonly looks = new WeakMap<RunningGroup, Look>();

  /** @param now milliseconds of a clock that goes only forward. */
  of(group: RunningGroup, now: number): SubscriptionInfo {
    const { definition } = group;
    const status = group.status();
    const before = this.looks.get(group);
    const since = (key: string, total: number): Rate => rate(total - (before?.totals.get(key) ?? 0), now - (before?.at ?? now));
    const whole = since('', status.sentTotal);
    const connections = status.clients.map((client) => connectionInfo(client, since(client.id, client.sentTotal)));
    this.looks.set(group, { at: now, totals: new Map([['', status.sentTotal], ...status.clients.map(({ id, sentTotal }) => [id, sentTotal] as const)]) });
    return settingsInfo(group)
      .setEventSource(definition.stream)
      .setGroupName(definition.group)
      .setStatus(status.isLive ? 'Live' : 'Behind')
      .setConnectionsList(connections)
      .setAveragePerSecond(whole.perSecond)
      .setTotalItems(String(status.sentTotal))
      .setCountSinceLastMeasurement(String(whole.count))
      .setLastCheckpointedEventPosition(group.placeText(status.checkpoint))
      .setLastKnownEventPosition(group.placeText(status.lastKnown))
      .setReadBufferCount(status.freshCount)
      // Nothing is pushed into the node ahead of its reading: live events wait in the log until there is room.
      .setLiveBufferCount('0')
      .setRetryBufferCount(status.retryCount)
      .setTotalInFlightMessages(status.clients.reduce((sum, { inFlight }) => sum + inFlight.size, 0))
      .setOutstandingMessagesCount(status.inFlightCount)
      .setParkedMessageCount(String(status.parkedCount));
  }
}

interface Rate {
  readonly count: number;
  readonly perSecond: number;
}

const rate = (count: number, ms: number): Rate => ({ count, perSecond: ms <= 0 ? 0 : Math.trunc((count * 1_000) / ms) });

function settingsInfo({ definition }: RunningGroup): SubscriptionInfo {
  return new SubscriptionInfo()
    .setResolveLinkTos(definition.resolveLinkTos)
    .setStartFrom(startText(definition.stream, definition.startFrom))
    .setMessageTimeoutMilliseconds(definition.messageTimeout)
    .setExtraStatistics(definition.extraStatistics)
    .setMaxRetryCount(definition.maxRetryCount)
    .setLiveBufferSize(definition.liveBufferSize)
    .setBufferSize(definition.historyBufferSize)
    .setReadBatchSize(definition.readBatchSize)
    .setCheckPointAfterMilliseconds(definition.checkPointAfter)
    .setMinCheckPointCount(definition.minCheckPointCount)
    .setMaxCheckPointCount(definition.maxCheckPointCount)
    .setNamedConsumerStrategy(definition.strategy)
    .setMaxSubscriberCount(definition.maxSubscriberCount);
}

function connectionInfo(client: GroupClient, { count, perSecond }: Rate): SubscriptionInfo.ConnectionInfo {
  const measurements = (client.measurements ?? []).map(([key, value]) => new SubscriptionInfo.Measurement().setKey(key).setValue(String(value)));
  return new SubscriptionInfo.ConnectionInfo()
    .setUsername(client.identity.user)
    .setConnectionName(client.identity.connectionName)
    .setAverageItemsPerSecond(perSecond)
    .setTotalItems(String(client.sentTotal))
    .setCountSinceLastMeasurement(String(count))
    .setObservedMeasurementsList(measurements)
    .setAvailableSlots(client.freeSlots)
    .setInFlightMessages(client.inFlight.size);
}
