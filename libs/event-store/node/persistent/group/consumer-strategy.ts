import { crc32 } from 'node:zlib';
import type { GroupClient } from './group-client';

/** How a group chooses who gets an event, under the names EventStoreDB gives them. */
export const strategyNames = ['DispatchToSingle', 'RoundRobin', 'Pinned', 'PinnedByCorrelation'] as const;
export type StrategyName = (typeof strategyNames)[number];

export const isStrategyName = (name: string): name is StrategyName => strategyNames.some((known) => known === name);

/** @throws TypeError for a name that is none. */
export function consumerStrategyOf(name: string): StrategyName {
  if (!isStrategyName(name)) throw new TypeError(`consumer strategy ${name} does not exist; there are ${strategyNames.join(', ')}`);
  return name;
}

export interface ConsumerStrategy {
  added(client: GroupClient): void;
  removed(client: GroupClient): void;
  /** Who gets the event; `wait` when its client has no room, `nobody` when none has. */
  choose(pinKey: string): GroupClient | 'wait' | 'nobody';
}

export function consumerStrategy(name: StrategyName): ConsumerStrategy {
  switch (name) {
    case 'RoundRobin':
      return new InTurn(true);
    case 'DispatchToSingle':
      return new InTurn(false);
    case 'Pinned':
    case 'PinnedByCorrelation':
      return new Pinned();
  }
}

/** Clients in a circle: each gets one event in its turn, or the first gets all until it is full. */
class InTurn implements ConsumerStrategy {
  private clients: GroupClient[] = [];

  constructor(private readonly movesOn: boolean) {}

  added(client: GroupClient): void {
    this.clients.push(client);
  }

  removed(client: GroupClient): void {
    this.clients = this.clients.filter((other) => other !== client);
  }

  choose(): GroupClient | 'nobody' {
    for (let tried = 0; tried < this.clients.length; tried += 1) {
      const first = this.clients[0] as GroupClient;
      if (!first.canTake || this.movesOn) this.clients.push(this.clients.shift() as GroupClient);
      if (first.canTake) return first;
    }
    return 'nobody';
  }
}

const buckets = 1_024;

/**
 * Keys fall into buckets, and a bucket belongs to one client, so that events of one stream are handled in order as long
 * as the clients stay the same. Whoever comes gets a fair share of the buckets; those of a client that has gone are
 * given to the others as events for them arrive.
 */
class Pinned implements ConsumerStrategy {
  private readonly owners = new Array<GroupClient | null>(buckets).fill(null);
  private readonly owned = new Map<GroupClient, number>();

  added(client: GroupClient): void {
    this.owned.set(client, 0);
    const assigned = this.owners.filter((owner) => owner !== null).length;
    const share = Math.ceil(assigned / this.owned.size);
    this.owners.forEach((owner, bucket) => {
      if (owner !== null && owner !== client && (this.owned.get(owner) ?? 0) > share) this.give(bucket, client);
    });
  }

  removed(client: GroupClient): void {
    this.owned.delete(client);
    this.owners.forEach((owner, bucket) => {
      if (owner === client) this.owners[bucket] = null;
    });
  }

  choose(pinKey: string): GroupClient | 'wait' | 'nobody' {
    if (![...this.owned.keys()].some(({ canTake }) => canTake)) return 'nobody';
    const bucket = crc32(pinKey) % buckets;
    const owner = this.owners[bucket] ?? this.give(bucket, this.leastLoaded());
    return owner.canTake ? owner : 'wait';
  }

  private give(bucket: number, client: GroupClient): GroupClient {
    const before = this.owners[bucket] ?? null;
    if (before !== null) this.owned.set(before, (this.owned.get(before) ?? 0) - 1);
    this.owners[bucket] = client;
    this.owned.set(client, (this.owned.get(client) ?? 0) + 1);
    return client;
  }

  private leastLoaded(): GroupClient {
    const [first] = [...this.owned].sort(([, one], [, other]) => one - other);
    if (first === undefined) throw new Error('an event was to be given to a client, and there is none');
    return first[0];
  }
}
