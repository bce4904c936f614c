import { currency as currencyOf, type RoundingMode } from '#money';
import type { UsageRecord } from '../usage/usage.events';
import { billableIdOf, keyOf } from './billable-id';
import type { BilledItem, ContractCreditAssigned } from './contract.events';
import type { ContractItem } from './contract-terms';
import { contractEndsOn, type ContractState, type SoldItem } from './contract.state';
import { intervalsAfter } from './intervals';
import { claimContext, itemClaims, modelOf } from './item-claims';
import { itemStartsOn } from './item-terms';
import { settleClaim, type AssetPool, type PlannedCredits, type Settlement } from './settle-claim';
import { takenUsage } from './usage-entries';

/** Usage of the contract that is not billed yet: revisions of its stream, both included. */
export interface UsageSlice {
  readonly from: number;
  readonly to: number;
  readonly records: readonly UsageRecord[];
}

export interface DueRequest {
  /** Everything due on or before this day. */
  readonly through: string;
  readonly mode: RoundingMode;
  /** Precondition: it starts right after `usageBilledThrough`. */
  readonly usage: UsageSlice | null;
  /** Of the entity; needed where revenue was recognised before it is billed. Default: the contract's currency. */
  readonly baseCurrency?: string;
}

export interface DueItems {
  readonly items: readonly BilledItem[];
  /** Present when usage is taken up with the items: all of the slice, also what falls due later and has no line yet. */
  readonly usageRange?: { readonly from: number; readonly to: number };
  /** What was billed and is not owed any more, against the invoice lines that billed it. */
  readonly credits: PlannedCredits;
}

/** Most things that one assignment or credit names; what is left is due again at once. */
const thingsMax = 400;

/**
 * What a contract owes through a day, less what was billed. Pure: the same state and request give the same items.
 *
 * A period in advance falls due on its first day, everything in arrears on the day after its last.
 */
export function dueItems(state: ContractState, request: DueRequest): DueItems {
  if (state.signed === null) {
    return { items: [], credits: [] };
  }
  const { through, mode, usage } = request;
  const records = usage?.records ?? [];
  const settlements: Settlement[] = [];
  const taken: BilledItem[] = [];
  for (const sold of state.items.values()) {
    const context = claimContext(state, sold, { through, mode, records });
    const pool = assetPool(state, sold, request.baseCurrency);
    settlements.push(...itemClaims(context).map((claim) => settleClaim(claim, context, pool)).filter(({ dueOn }) => dueOn <= through));
    const used = usage === null ? [] : takenUsage(context.usage);
    if (usage !== null && used.length > 0) {
      taken.push({ billableId: billableIdOf(sold.itemId, `usage-from~${usage.from}`), itemId: sold.itemId, kind: 'usage', lines: [], usage: used });
    }
  }
  settlements.sort((left, right) => (left.dueOn < right.dueOn ? -1 : left.dueOn > right.dueOn ? 1 : 0));
  const items = settlements.flatMap(({ item }) => (item === null ? [] : [item])).slice(0, thingsMax);
  const credits = settlements.flatMap((settlement) => settlement.credits).slice(0, thingsMax);
  // Usage is taken up with an invoice only: without a line there is none, and it waits for the next.
  return items.length === 0 || usage === null
    ? { items, credits }
    : { items: withUsage(items, taken), usageRange: { from: usage.from, to: usage.to }, credits };
}

/** Usage stands with the first thing of its item that is billed, else for itself. */
function withUsage(items: readonly BilledItem[], taken: readonly BilledItem[]): BilledItem[] {
  const rest = new Map(taken.map((item) => [item.itemId, item]));
  const carrying = items.map((item) => {
    const used = rest.get(item.itemId)?.usage;
    rest.delete(item.itemId);
    return used === undefined ? item : { ...item, usage: used };
  });
  return [...carrying, ...rest.values()];
}

function assetPool(state: ContractState, { balance }: SoldItem, baseCurrency: string | undefined): AssetPool {
  const base = currencyOf(baseCurrency ?? state.baseCurrency ?? state.signed?.currency ?? '');
  return { asset: balance.asset, assetBase: balance.assetBase, baseDigits: base?.digits ?? 2 };
}

/**
 * First day on which something not metered falls due; null: nothing any more. Usage that was taken up before it fell due
 * counts too; usage that was not taken up is asked for with `dueItems`.
 */
export function nextDueOn(state: ContractState, mode: RoundingMode = 'half-up'): string | null {
  if (state.signed === null) {
    return null;
  }
  const days = [...state.items.values()].flatMap((sold) => {
    const context = claimContext(state, sold, { through: horizonOf(sold), mode, records: [] });
    return itemClaims(context)
      .filter(({ kind, key }) => kind !== 'usage' || !sold.slots.has(key))
      .map((claim) => settleClaim(claim, context, { asset: 0n, assetBase: 0n, baseDigits: 0 }))
      .flatMap(({ dueOn, item, credits }) => (item === null && credits.length === 0 ? [] : [dueOn]));
  });
  return days.length === 0 ? null : days.reduce((first, day) => (day < first ? day : first));
}

/** A day by which something falls due if anything does: nothing changes from there on but the date. */
function horizonOf(sold: SoldItem): string {
  const interval = steadyInterval(sold);
  const days = [
    itemStartsOn(sold),
    ...sold.versions.map(({ from }) => from),
    ...[...sold.usage.values()].map(({ period }) => period.to),
    ...[...sold.slots.keys()].map((key) => key.slice(-10)).filter((day) => /^\d{4}-\d\d-\d\d$/.test(day)),
    ...sold.versions.flatMap(({ item }) => item?.fixedFee?.instalments?.map(({ on }) => on) ?? []),
    ...[...sold.milestones.values(), ...sold.outcomes.values()].map(({ acceptedOn }) => acceptedOn),
  ];
  const last = days.reduce((latest, day) => (day > latest ? day : latest));
  const trial = sold.versions[0]?.item?.subscription?.trialDays ?? 0;
  const steady = intervalsAfter(last, { unit: 'day', count: 1 }, trial + 1);
  return intervalsAfter(steady, interval, 2);
}

function steadyInterval(sold: SoldItem): NonNullable<ContractItem['subscription']>['interval'] {
  const item = sold.versions.find((version) => version.item !== null)?.item;
  switch (modelOf(sold)) {
    case 'subscription':
      return item?.subscription?.interval ?? { unit: 'month', count: 1 };
    case 'hourly':
      return item?.hourly?.interval ?? { unit: 'month', count: 1 };
    default:
      return { unit: 'month', count: 1 };
  }
}

/** Last revision of the contract's usage that is billed, −1 for none. */
export const usageBilledThrough = (state: ContractState): number => state.usageBilledThrough;

/** Why the credits that are due are given, as one word for the return. */
export function creditCause(state: ContractState, credits: PlannedCredits): ContractCreditAssigned['data']['cause'] {
  const endsOn = contractEndsOn(state);
  if (state.ended && credits.some(({ servicePeriod }) => endsOn !== null && servicePeriod.from > endsOn)) {
    return 'ended';
  }
  return credits.every(({ itemId, creditId }) => /^(usage|overage)~/.test(keyOf(itemId, creditId))) ? 'usage' : 'amended';
}
