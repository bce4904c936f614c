import { CodeField, CurrencyField } from '#billing';
import { listRates, periodHistory, ratesFold, type ListedRate, type LoggedPeriodEvent, type PeriodEvent, type PeriodHistoryEntry } from '#ledger';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { FreshQuery } from './page.query';
import { StreamReader } from './stream-reader';

export class PeriodListQuery extends FreshQuery {
  @CodeField({ description: 'Legal entity.', example: 'UK' })
  readonly entityId!: string;
}

export class RateListQuery extends PeriodListQuery {
  @CurrencyField({ description: 'Only this currency.', example: 'USD', optional: true })
  readonly currency?: string;
}

export interface PeriodListView {
  readonly entityId: string;
  /** Closings with their cut-offs and hashes, re-openings and revaluations, in log order. */
  readonly items: readonly PeriodHistoryEntry[];
}

export interface RateListView {
  readonly entityId: string;
  readonly items: readonly ListedRate[];
}

export class ListPeriods extends Query<PeriodListView> {
  constructor(readonly entityId: string) {
    super();
  }
}

@QueryHandler(ListPeriods)
export class ListPeriodsHandler implements IQueryHandler<ListPeriods> {
  constructor(private readonly streams: StreamReader) {}

  async execute({ entityId }: ListPeriods): Promise<PeriodListView> {
    const events: LoggedPeriodEvent[] = [];
    for await (const { type, data, metadata, recordedAt } of this.streams.events('period', entityId)) {
      events.push({ event: { type, data } as PeriodEvent, actor: metadata.actor, recordedAt: new Date(recordedAt).toISOString() });
    }
    return { entityId, items: periodHistory(events) };
  }
}

export class ListRates extends Query<RateListView> {
  constructor(
    readonly entityId: string,
    readonly currency: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ListRates)
export class ListRatesHandler implements IQueryHandler<ListRates> {
  constructor(private readonly streams: StreamReader) {}

  async execute({ entityId, currency }: ListRates): Promise<RateListView> {
    const folded = await this.streams.fold('rates', entityId, ratesFold);
    return { entityId, items: folded === null ? [] : listRates(folded.state, currency) };
  }
}
