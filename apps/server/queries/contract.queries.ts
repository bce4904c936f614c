import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { contractEndsOn, contractFold, type ContractItem, type ContractState } from '#ledger';
import type { StoredEvent } from '#event-store';
import { StreamReader } from './stream-reader';

/** One fact of a contract, as its stream holds it. */
export interface ContractFact {
  readonly type: string;
  readonly revision: number;
  /** ISO 8601 in UTC. */
  readonly recordedAt: string;
  readonly actor: string;
  readonly data: unknown;
}

export interface ContractView {
  readonly contractId: string;
  readonly entityId: string;
  readonly customerId: string;
  readonly accountId: string;
  readonly currency: string;
  readonly signedOn: string;
  readonly startsOn: string;
  /** Last day, included; absent: until it is ended. */
  readonly endsOn?: string;
  /** It was ended before what was agreed. */
  readonly ended: boolean;
  /** Its items as the latest amendment leaves them, also one that takes effect later. */
  readonly items: readonly ContractItem[];
  /** Revision of the contract's stream: its ETag. */
  readonly revision: number;
  /** The latest facts, oldest first. */
  readonly history: readonly ContractFact[];
}

/** More facts of one contract than these are read from the feed. */
const historyMax = 1000;

export class FindContract extends Query<ContractView | null> {
  constructor(readonly contractId: string) {
    super();
  }
}

/** Read from the contract's own stream: never behind what was just written. */
@QueryHandler(FindContract)
export class FindContractHandler implements IQueryHandler<FindContract> {
  constructor(private readonly streams: StreamReader) {}

  async execute({ contractId }: FindContract): Promise<ContractView | null> {
    const folded = await this.streams.fold('contract', contractId, contractFold);
    if (folded?.state.signed == null) {
      return null;
    }
    const history: ContractFact[] = [];
    for await (const event of this.streams.events('contract', contractId)) {
      history.push(factOf(event));
    }
    return { ...viewOf(folded.state, folded.state.signed), revision: folded.revision, history: history.slice(-historyMax) };
  }
}

function viewOf(state: ContractState, signed: NonNullable<ContractState['signed']>): Omit<ContractView, 'revision' | 'history'> {
  const { contractId, entityId, customerId, accountId, currency, signedOn, startsOn } = signed;
  const endsOn = contractEndsOn(state);
  const items = [...state.items.values()].flatMap(({ versions }) => versions.at(-1)?.item ?? []);
  return { contractId, entityId, customerId, accountId, currency, signedOn, startsOn, ...(endsOn === null ? {} : { endsOn }), ended: state.ended, items };
}

const factOf = ({ type, revision, recordedAt, metadata, data }: StoredEvent): ContractFact => ({
  type,
  revision,
  recordedAt: new Date(recordedAt).toISOString(),
  actor: metadata.actor,
  data,
});
