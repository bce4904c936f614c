import { addDays } from '../dates';
import type { ContractItem, ServicePeriod } from './contract-terms';
import { contractEndsOn, type ContractState, type SoldItem } from './contract.state';

/** The terms of an item on a day: the amendment that took effect last, as known at a revision; null: it is not sold then. */
export function versionOn(state: ContractState, itemId: string, day: string, revision = state.revision): ContractItem | null {
  const sold = state.items.get(itemId);
  return sold === undefined ? null : termsOn(sold, day, revision);
}

export const termsOn = (sold: SoldItem, day: string, revision = Infinity): ContractItem | null =>
  sold.versions.findLast((version) => version.from <= day && version.revision <= revision)?.item ?? null;

/** The first day of an item: its periods are counted from there for ever. */
export const itemStartsOn = (sold: SoldItem): string => sold.versions[0]?.from ?? '';

/** Days on which the same terms hold. */
export interface Segment {
  readonly period: ServicePeriod;
  readonly item: ContractItem;
}

/** The days of a period on which the item is sold, cut where its terms change, as known at a revision. */
export function segmentsIn(state: ContractState, sold: SoldItem, period: ServicePeriod, revision = state.revision): Segment[] {
  const endsOn = contractEndsOn(state, revision);
  const last = endsOn !== null && endsOn < period.to ? endsOn : period.to;
  const known = sold.versions.filter((version) => version.revision <= revision);
  const cuts = [...new Set([period.from, ...known.map(({ from }) => from).filter((from) => from > period.from && from <= last)])].sort();
  const segments: Segment[] = [];
  for (const [index, from] of cuts.entries()) {
    const next = cuts[index + 1];
    const to = next === undefined ? last : addDays(next, -1);
    const item = known.findLast((version) => version.from <= from)?.item ?? null;
    if (item !== null && from <= to) {
      segments.push({ period: { from, to }, item });
    }
  }
  return segments;
}
