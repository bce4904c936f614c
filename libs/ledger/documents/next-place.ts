import { laterDay } from '../dates';
import { documentNumberOf, type EntityState, type Series } from '../entity/entity.state';
import { assertFact } from './assert-fact';
import type { RegisterState } from './register.state';

/** Where a document stands in its register. */
export interface DocumentPlace {
  readonly seriesId: string;
  readonly revision: number;
  readonly number: number;
  /** The number as printed. */
  readonly documentNumber: string;
}

/** @throws Error when the entity never opened the series: nothing was assigned to it then. */
export function openedSeries(entity: EntityState, seriesId: string): Series {
  const series = entity.series.get(seriesId);
  assertFact(series !== undefined, `a document was assigned to series ${JSON.stringify(seriesId)}, which its entity never opened`);
  return series;
}

export function placeAt(series: Series, revision: number): DocumentPlace {
  const number = series.firstNumber + revision;
  return { seriesId: series.seriesId, revision, number, documentNumber: documentNumberOf(series, number) };
}

/** The next free place: no number is left out and none is given twice, since the append expects this very revision. */
export function nextPlace(series: Series, register: RegisterState): DocumentPlace {
  const firstNumber = register.firstNumber ?? series.firstNumber;
  assertFact(firstNumber === series.firstNumber, `register ${series.seriesId} begins with ${firstNumber}, the series with ${series.firstNumber}`);
  return placeAt(series, register.count);
}

/** The later of the requested date and the register's last one, so that dates never decrease. */
export const issueDateIn = (register: RegisterState, requested: string): string =>
  register.lastIssueDate === null ? requested : laterDay(requested, register.lastIssueDate);
