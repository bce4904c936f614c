import { checkRate, failed, firstRefusal, passed, refuseUnrealDay, type Checked } from '../input-rules';
import { yearOf } from '../dates';
import { entityConfiguration, seriesFor, type EntityConfiguration, type EntityState, type Series, type SeriesKind } from '../entity/entity.state';
import { unknownEntity } from '../entity/open-series';
import { refusal, type Refusal } from '../refusal';

/** What a document needs to know of its legal entity and of the moment it is decided in. */
export interface IssueFacts {
  readonly entity: EntityState;
  /** Today in the entity's time zone. */
  readonly today: string;
  /** Last issue date of a series as far as the caller knows; undefined when it is empty or unknown. */
  readonly lastIssueDate: (seriesId: string) => string | undefined;
  /** The rate on record for the document's currency on its issue date; it counts where the document gives none. */
  readonly recordedRate?: string;
}

export interface RequestedIssue {
  readonly kind: SeriesKind;
  readonly entityId: string;
  readonly requestedIssueDate: string;
  /** True: refused when the series went past that date. False: the document is dated later, when it is issued. */
  readonly strict: boolean;
  /** Absent: the series of the requested date's year, else the one for any year. */
  readonly seriesId?: string | undefined;
  readonly currency: string;
  readonly rate?: string | undefined;
}

export interface AcceptedIssue {
  readonly configuration: EntityConfiguration;
  readonly series: Series;
  readonly rate: string;
}

/** Everything about issuing that can refuse: after it, an assigned document is always issued. */
export function checkRequestedIssue(request: RequestedIssue, facts: IssueFacts): Checked<AcceptedIssue> {
  const configuration = entityConfiguration(facts.entity);
  if (configuration === undefined) {
    return failed(unknownEntity(request.entityId));
  }
  const badDate = refuseRequestedDate(request, facts.today);
  if (badDate !== undefined) {
    return failed(badDate);
  }
  const series = checkSeries(request, facts);
  if (!series.ok) {
    return series;
  }
  const rate = checkRate(request.currency, configuration.baseCurrency, request.rate, facts.recordedRate);
  return rate.ok ? passed({ configuration, series: series.value, rate: rate.value }) : rate;
}

function refuseRequestedDate({ requestedIssueDate }: RequestedIssue, today: string): Refusal | undefined {
  return firstRefusal(
    refuseUnrealDay('issueDate', requestedIssueDate),
    requestedIssueDate > today
      ? refusal('invalid', 'ISSUE_DATE.IN_FUTURE', `issue date ${requestedIssueDate} lies after today, ${today} where the legal entity is. Send today or an earlier day.`, {
          field: 'issueDate',
          value: requestedIssueDate,
          today,
        })
      : undefined,
  );
}

function checkSeries(request: RequestedIssue, facts: IssueFacts): Checked<Series> {
  const { kind, entityId, requestedIssueDate, seriesId } = request;
  const series = seriesId === undefined ? seriesFor(facts.entity, kind, requestedIssueDate) : facts.entity.series.get(seriesId);
  if (series === undefined || series.kind !== kind) {
    const which = seriesId === undefined ? `no ${kind} series for ${requestedIssueDate}` : `no ${kind} series ${JSON.stringify(seriesId)}`;
    return failed(
      refusal('not-found', 'SERIES.UNKNOWN', `${entityId} has ${which}. Open it first, or choose another date or series.`, {
        entityId,
        kind,
        issueDate: requestedIssueDate,
        ...(seriesId === undefined ? {} : { seriesId }),
      }),
    );
  }
  const data = { field: 'issueDate', value: requestedIssueDate, seriesId: series.seriesId };
  if (series.year !== undefined && series.year !== yearOf(requestedIssueDate)) {
    return failed(
      refusal('invalid', 'SERIES.OUTSIDE_YEAR', `series ${JSON.stringify(series.seriesId)} takes documents of ${series.year}, not of ${requestedIssueDate}. Choose the series of that year.`, {
        ...data,
        year: series.year,
      }),
    );
  }
  const last = facts.lastIssueDate(series.seriesId);
  if (request.strict && last !== undefined && requestedIssueDate < last) {
    return failed(
      refusal(
        'conflict',
        'ISSUE_DATE.BEFORE_LAST',
        `issue date ${requestedIssueDate} is before ${last}, the last one of series ${JSON.stringify(series.seriesId)}. ` +
          `Send ${last} or later, or let the date move.`,
        { ...data, last },
      ),
    );
  }
  return passed(series);
}
