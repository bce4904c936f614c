import { refusal, type Refusal } from '../../refusal';
import type { ContractItem } from '../contract-terms';
import type { ContractState, SoldItem } from '../contract.state';
import { itemStartsOn, termsOn } from '../item-terms';

/**
 * Why an item cannot take these terms from that day on, given what it was before. Its periods are counted from its
 * start for ever, so what they hang on stays; what fell due or was accepted stays as well.
 */
export function refuseAmendment(item: ContractItem, effectiveFrom: string, state: ContractState): Refusal | undefined {
  const sold = state.items.get(item.itemId);
  if (sold === undefined) {
    return undefined;
  }
  const startsOn = itemStartsOn(sold);
  if (effectiveFrom < startsOn) {
    const message = `item ${JSON.stringify(item.itemId)} begins on ${startsOn} and cannot be amended from ${effectiveFrom}. Take that day or a later one.`;
    return refusal('invalid', 'CONTRACT.DAYS', message, { itemId: item.itemId, effectiveFrom, startsOn });
  }
  const before = termsOn(sold, effectiveFrom) ?? sold.versions.find((version) => version.item !== null)?.item;
  if (!before) {
    return undefined;
  }
  const changed = fixedTerms(item).find(([, value], index) => value !== fixedTerms(before)[index]?.[1]);
  if (changed !== undefined) {
    const message = `item ${JSON.stringify(item.itemId)} cannot change its ${changed[0]}. Remove it, and add an item with another id.`;
    return refusal('conflict', 'CONTRACT.FIXED_TERM', message, { itemId: item.itemId, term: changed[0] });
  }
  return refusePast({ item, before, sold }, effectiveFrom);
}

/** What an item keeps for its life, by name, as text to compare. */
function fixedTerms({ model, recognition, fixedFee, hourly, retainer, subscription }: ContractItem): [string, string][] {
  const { interval = hourly?.interval, timing = retainer?.timing, trialDays } = subscription ?? {};
  return [
    ['model', model],
    ['recognition', recognition],
    ['billing', fixedFee?.billing ?? ''],
    ['interval', interval === undefined ? '' : `${interval.count} ${interval.unit}`],
    ['timing', timing ?? ''],
    ['trial', String(trialDays ?? 0)],
  ];
}

interface Amended {
  readonly item: ContractItem;
  readonly before: ContractItem;
  readonly sold: SoldItem;
}

function refusePast({ item, before, sold }: Amended, effectiveFrom: string): Refusal | undefined {
  const due = (each: ContractItem): string => JSON.stringify((each.fixedFee?.instalments ?? []).filter(({ on }) => on < effectiveFrom));
  if (due(item) !== due(before)) {
    const message = `item ${JSON.stringify(item.itemId)} has other instalments before ${effectiveFrom} than were agreed. Repeat them as they are; later ones may change.`;
    return refusal('conflict', 'CONTRACT.PAST_INSTALMENT', message, { itemId: item.itemId, effectiveFrom });
  }
  const touched = [...sold.milestones.values()].find(
    ({ milestoneId, amount }) => item.fixedFee?.milestones?.find((each) => each.milestoneId === milestoneId)?.amount !== amount,
  );
  if (touched !== undefined) {
    const message = `milestone ${JSON.stringify(touched.milestoneId)} of item ${JSON.stringify(item.itemId)} was accepted on ${touched.acceptedOn} at ${touched.amount}. Keep it as it is.`;
    return refusal('conflict', 'CONTRACT.MILESTONE_ACCEPTED', message, { itemId: item.itemId, milestoneId: touched.milestoneId });
  }
  return undefined;
}
