import type { SignedState } from '../contract/contract-decision';
import type { ContractItem } from '../contract/contract-terms';
import { contractEndsOn } from '../contract/contract.state';
import { versionOn } from '../contract/item-terms';
import { refusal, type Refusal } from '../refusal';
import type { UsageRecord } from './usage.events';

/** What a contract says about usage, as of its present terms. */
export interface UsageTerms {
  readonly contractId: string;
  readonly startsOn: string;
  /** Last day, included; absent: until it is ended. */
  readonly endsOn?: string;
  /** The item as it stands on that day; undefined when the contract has none of that id then. */
  readonly itemOn: (itemId: string, day: string) => ContractItem | undefined;
}

export function usageTermsOf(contract: SignedState): UsageTerms {
  const endsOn = contractEndsOn(contract);
  const { contractId, startsOn } = contract.signed;
  return { contractId, startsOn, ...(endsOn === null ? {} : { endsOn }), itemOn: (itemId, day) => versionOn(contract, itemId, day) ?? undefined };
}

type Told = Pick<UsageRecord, 'itemId' | 'meter' | 'on'>;

/** Refuses usage that the contract has no terms for on its day: another item, another meter, a day outside it. */
export function refuseUsage({ itemId, meter, on }: Told, terms: UsageTerms): Refusal | undefined {
  if (on < terms.startsOn || (terms.endsOn !== undefined && on > terms.endsOn)) {
    const until = terms.endsOn === undefined ? '' : ` to ${terms.endsOn}`;
    return refusal('invalid', 'USAGE.OUTSIDE_CONTRACT', `on ${on} lies outside the contract, which runs from ${terms.startsOn}${until}. Check the day.`, {
      field: 'on',
      value: on,
    });
  }
  const item = terms.itemOn(itemId, on);
  if (item === undefined) {
    const message = `the contract has no item ${JSON.stringify(itemId)} on ${on}. Name one of its items, or check the day.`;
    return refusal('invalid', 'USAGE.ITEM_UNKNOWN', message, { field: 'itemId', value: itemId });
  }
  return refuseMeter(item, meter, on);
}

function refuseMeter(item: ContractItem, meter: string | undefined, on: string): Refusal | undefined {
  const known = metersOn(item, on);
  if (known === undefined) {
    const message = `item ${JSON.stringify(item.itemId)} is billed without usage. Name an item that is hourly, metered, a retainer or has prepaid units.`;
    return refusal('invalid', 'USAGE.ITEM_NOT_METERED', message, { field: 'itemId', value: item.itemId });
  }
  if (known === 'none') {
    return meter === undefined
      ? undefined
      : refusal('invalid', 'USAGE.METER_UNKNOWN', `item ${JSON.stringify(item.itemId)} counts one unit only. Leave meter out.`, { field: 'meter', value: meter });
  }
  if (meter !== undefined && known.includes(meter)) {
    return undefined;
  }
  const shown = known.slice(0, 20);
  const what = meter === undefined ? 'needs a meter' : `has no meter or role ${JSON.stringify(meter)}`;
  return refusal('invalid', 'USAGE.METER_UNKNOWN', `item ${JSON.stringify(item.itemId)} ${what} on ${on}. Send one of ${shown.map((each) => JSON.stringify(each)).join(', ')}.`, {
    field: 'meter',
    ...(meter === undefined ? {} : { value: meter }),
    known: shown,
  });
}

/** The meters or roles an item counts by on a day; `none`: it counts one unit without a name; undefined: no usage. */
function metersOn(item: ContractItem, day: string): readonly string[] | 'none' | undefined {
  switch (item.model) {
    case 'hourly':
      return [...new Set((item.hourly?.rates ?? []).filter(({ from }) => from <= day).map(({ role }) => role))];
    case 'subscription':
      return item.subscription?.meters?.map(({ meter }) => meter);
    case 'retainer':
      return 'none';
    case 'fixed-fee':
      return drawsDown(item) ? 'none' : undefined;
    case 'value-based':
      return undefined;
  }
}

/** Whether usage of the item draws on units that were paid for before. */
export const drawsDown = (item: ContractItem): boolean => item.recognition === 'draw-down' && item.fixedFee?.prepaid !== undefined;
