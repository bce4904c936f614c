import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { conflict } from '../input-rules';
import type { SeriesOpened } from './entity.events';
import { entityConfiguration, type EntityState, type Series } from './entity.state';
import { sameFacts } from './same-facts';

/** Opens a register of the entity. There is one series per kind and year (or none), and its facts never change. */
export type OpenSeries = Series;

export interface SeriesAnswer {
  readonly seriesId: string;
}

export function decideOpenSeries(command: OpenSeries, state: EntityState): Decision<SeriesOpened, SeriesAnswer> {
  if (entityConfiguration(state) === undefined) {
    return refuse(unknownEntity(command.entityId));
  }
  const reason = refuseSeries(command, [...state.series.values()]);
  if (reason !== undefined) {
    return refuse(reason);
  }
  const known = state.series.has(command.seriesId);
  return accept(known ? [] : [{ type: 'SeriesOpened', data: command }], { seriesId: command.seriesId });
}

export const unknownEntity = (entityId: string): Refusal =>
  refusal('not-found', 'ENTITY.UNKNOWN', `legal entity ${JSON.stringify(entityId)} is not configured. Configure it first.`, { entityId });

/** Why a series cannot be opened beside the open ones; undefined when it can, or is open with the same facts. */
export function refuseSeries(series: Series, open: readonly Series[]): Refusal | undefined {
  const known = open.find((other) => other.seriesId === series.seriesId);
  if (known !== undefined) {
    return sameFacts(known, series)
      ? undefined
      : conflict('SERIES.CONFLICT', 'series', series.seriesId, 'A series never changes; open another one with its own id.');
  }
  return refuseId(series) ?? refuseTwin(series, open) ?? refusePrefix(series, open);
}

/**
 * Registers of all entities share one name space, so a series id says whose it is in one way only: the entity id, a
 * hyphen, a name that begins with a letter and holds no hyphen, and perhaps a hyphen and a year.
 */
function refuseId({ seriesId, entityId }: Series): Refusal | undefined {
  const name = seriesId.startsWith(`${entityId}-`) ? seriesId.slice(entityId.length + 1) : '';
  return /^[A-Za-z][A-Za-z0-9._]*(-\d{4})?$/.test(name)
    ? undefined
    : refusal(
        'invalid',
        'SERIES.ID',
        `series id ${JSON.stringify(seriesId)} does not name a register of ${entityId}. Send for instance "${entityId}-INV" or "${entityId}-INV-2010".`,
        { field: 'seriesId', seriesId, entityId },
      );
}

function refuseTwin(series: Series, open: readonly Series[]): Refusal | undefined {
  const twin = open.find((other) => other.kind === series.kind && other.year === series.year);
  return twin === undefined
    ? undefined
    : refusal(
        'conflict',
        'SERIES.EXISTS',
        `${series.entityId} has series ${JSON.stringify(twin.seriesId)} for ${series.kind} documents of ${series.year ?? 'any year'} already; there is one for each.`,
        { seriesId: series.seriesId, existing: twin.seriesId },
      );
}

/** Two series must never print the same number, as `INV-1` + `01` and `INV-` + `101` would. */
function refusePrefix(series: Series, open: readonly Series[]): Refusal | undefined {
  const clash = open.find((other) => onlyDigitsApart(series.prefix, other.prefix) || onlyDigitsApart(other.prefix, series.prefix));
  return clash === undefined
    ? undefined
    : refusal(
        'conflict',
        'SERIES.PREFIX',
        `prefix ${JSON.stringify(series.prefix)} could print the same number as series ${JSON.stringify(clash.seriesId)} ` +
          `(${JSON.stringify(clash.prefix)}). Choose one that differs in more than digits.`,
        { seriesId: series.seriesId, prefix: series.prefix, existing: clash.seriesId },
      );
}

const onlyDigitsApart = (short: string, long: string): boolean => long.startsWith(short) && /^\d*$/.test(long.slice(short.length));
