import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { entityChart, entityConfiguration, entityFold, latestPolicies, type EntityConfiguration, type MappedChart, type ReminderPolicy, type Series } from '#ledger';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { StreamReader } from './stream-reader';

/** A legal entity as its stream says it is now. */
export interface EntityView extends EntityConfiguration {
  readonly revision: number;
  readonly series: readonly Omit<Series, 'entityId'>[];
  readonly chart: MappedChart['accounts'];
  readonly policies: readonly Omit<ReminderPolicy, 'entityId'>[];
}

export interface EntityListView {
  readonly entities: readonly { readonly entityId: string }[];
}

export class ListEntities extends Query<EntityListView> {}

@QueryHandler(ListEntities)
export class ListEntitiesHandler implements IQueryHandler<ListEntities> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  execute(): Promise<EntityListView> {
    return Promise.resolve({ entities: this.ledger.entityIds().map((entityId) => ({ entityId })) });
  }
}

export class FindEntity extends Query<EntityView | null> {
  constructor(readonly entityId: string) {
    super();
  }
}

@QueryHandler(FindEntity)
export class FindEntityHandler implements IQueryHandler<FindEntity> {
  constructor(private readonly streams: StreamReader) {}

  async execute({ entityId }: FindEntity): Promise<EntityView | null> {
    const folded = await this.streams.fold('entity', entityId, entityFold);
    const configuration = folded === null ? undefined : entityConfiguration(folded.state);
    if (folded === null || configuration === undefined) {
      return null;
    }
    const { state, revision } = folded;
    return {
      ...configuration,
      revision,
      series: [...state.series.values()].map(({ entityId: _same, ...series }) => series),
      chart: entityChart(state)?.accounts ?? [],
      policies: [...latestPolicies(state).values()].map(({ entityId: _same, ...policy }) => policy),
    };
  }
}
