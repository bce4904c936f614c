import { Decimal, decimalOf, formatMinor } from '#money';
import { addDays } from '../dates';
import { adjustmentIdOf, billableIdOf, creditIdOf } from './billable-id';
import { lessDiscount, minorNear, owed, type Claim, type ClaimContext, type LinePart } from './claim';
import type { BilledItem, BilledLine, ContractCreditAssigned } from './contract.events';
import type { ServicePeriod } from './contract-terms';
import type { BilledSlot } from './contract.state';
import { staysDeferred } from './recognition-rules';

/** What an item recognised before it was billed, in both currencies; lines take from it as they are made. */
export interface AssetPool {
  asset: bigint;
  assetBase: bigint;
  readonly baseDigits: number;
}

export type PlannedCredits = ContractCreditAssigned['data']['lines'];

/** What a claim comes to beside what was billed of it. */
export interface Settlement {
  readonly dueOn: string;
  readonly item: BilledItem | null;
  readonly credits: PlannedCredits;
}

const settled = (dueOn: string): Settlement => ({ dueOn, item: null, credits: [] });

/**
 * Owed less billed: the first time the thing itself, later an adjustment, or a credit against the lines that billed it.
 * A thing that was billed is looked at again only when its terms changed since, or when it is usage.
 */
export function settleClaim(claim: Claim, context: ClaimContext, pool: AssetPool): Settlement {
  const slot = context.sold.slots.get(claim.key);
  if (slot === undefined) {
    const parts = claim.parts();
    return owed(parts) === 0n ? settled(claim.dueOn) : { dueOn: claim.dueOn, credits: [], item: firstBilling(claim, parts, context, pool) };
  }
  const change = changedOn(claim, slot, context);
  if (change === null && claim.kind !== 'usage') {
    return settled(claim.dueOn);
  }
  const parts = claim.parts();
  const difference = owed(parts) - slot.net;
  const dueOn = claim.kind === 'usage' ? claim.dueOn : (change ?? claim.dueOn);
  if (difference === 0n) {
    return settled(dueOn);
  }
  const about = { claim, slot, days: affectedDays(claim, dueOn) };
  return difference > 0n
    ? { dueOn, credits: [], item: adjustment(about, { parts, difference }, context, pool) }
    : { dueOn, item: null, credits: creditsOf(about, -difference - slot.outside, context) };
}

/** The first day on which terms differ from those the thing was last settled by; null: they are the same. */
function changedOn({ dueOn, period }: Claim, slot: BilledSlot, { sold, state, through }: ClaimContext): string | null {
  const versions = sold.versions.filter(({ revision, from }) => revision > slot.knownAt && (period === undefined ? from <= through : from <= period.to));
  const ends = state.ends.filter(({ revision }) => revision > slot.knownAt).map(({ endsOn }) => addDays(endsOn, 1));
  const days = [...versions.map(({ from }) => from), ...ends.filter((day) => period !== undefined && day <= period.to)].sort();
  const [first] = days;
  const floor = period?.from ?? dueOn;
  return first === undefined ? null : first < floor ? floor : first;
}

const affectedDays = ({ period, kind }: Claim, from: string): ServicePeriod => {
  if (period === undefined) {
    return { from, to: from };
  }
  return kind === 'usage' || from > period.to ? period : { from, to: period.to };
};

function firstBilling(claim: Claim, parts: readonly LinePart[], context: ClaimContext, pool: AssetPool): BilledItem {
  const { itemId } = context.sold;
  const billableId = billableIdOf(itemId, claim.key);
  return {
    billableId,
    itemId,
    kind: claim.kind,
    ...(claim.kind === 'period' && claim.period !== undefined ? { billedThrough: parts.at(-1)?.servicePeriod?.to ?? claim.period.to } : {}),
    lines: parts.map((part, index) => billedLine(part, { lineId: parts.length === 1 ? billableId : `${billableId}~${index + 1}`, claim }, context, pool)),
  };
}

interface SettledThing {
  readonly claim: Claim;
  readonly slot: BilledSlot;
  readonly days: ServicePeriod;
}

function adjustment(about: SettledThing, owedNow: { readonly parts: readonly LinePart[]; readonly difference: bigint }, context: ClaimContext, pool: AssetPool): BilledItem {
  const { claim, slot, days } = about;
  const { itemId } = context.sold;
  const last = owedNow.parts.at(-1);
  if (last === undefined) {
    throw new Error(`${claim.key} of item ${itemId} is owed for no line`);
  }
  const billableId = adjustmentIdOf(itemId, claim.key, slot.adjustments + 1);
  const part: LinePart = {
    item: last.item,
    amount: owedNow.difference,
    description: adjustmentText(claim, last, days),
    ...(claim.late === undefined ? {} : { units: claim.late }),
    ...(claim.period === undefined ? (last.servicePeriod === undefined ? {} : { servicePeriod: last.servicePeriod }) : { servicePeriod: days }),
  };
  return { billableId, itemId, kind: 'adjustment', lines: [billedLine(part, { lineId: billableId, claim }, context, pool)] };
}

const adjustmentText = ({ kind }: Claim, { item, description }: LinePart, { from, to }: ServicePeriod): string =>
  kind === 'usage' ? `${item.description}: recorded after ${from} to ${to} was billed` : `${description}: changed from ${from}`;

/** The lines that billed the thing give it back, the latest first, each at most what is left of it. */
function creditsOf({ claim, slot, days }: SettledThing, amount: bigint, { sold, currency }: ClaimContext): PlannedCredits {
  const credits: PlannedCredits = [];
  let left = amount;
  for (const line of [...slot.lines].reverse()) {
    const rest = line.net - line.credited;
    const taken = rest < left ? rest : left;
    if (taken > 0n) {
      credits.push({
        creditId: creditIdOf(sold.itemId, claim.key, slot.credits + 1 + credits.length),
        itemId: sold.itemId,
        invoiceId: line.invoiceId,
        invoiceLineId: line.lineId,
        description: creditText(claim, days, sold.versions.findLast(({ item }) => item !== null)?.item?.description ?? ''),
        net: formatMinor(taken, currency.digits),
        servicePeriod: days,
      });
      left -= taken;
    }
  }
  return credits;
}

const creditText = ({ kind }: Claim, { from, to }: ServicePeriod, description: string): string =>
  kind === 'usage' ? `${description}: price reached by later usage, ${from} to ${to}` : `${description}: not owed from ${from}${to === from ? '' : ` to ${to}`}`;

interface LinePlace {
  readonly lineId: string;
  readonly claim: Claim;
}

/** Quantity and price where they multiply out to the amount, else one of it. */
function billedLine(part: LinePart, { lineId, claim }: LinePlace, context: ClaimContext, pool: AssetPool): BilledLine {
  const { item, amount, servicePeriod } = part;
  const net = formatMinor(amount, context.currency.digits);
  const cleared = clearAsset(amount, claim.earned || staysDeferred(item.recognition), pool);
  const units = showable(part, context, cleared !== undefined);
  const { taxCategory, taxRate, discountPercent, recognition } = item;
  const off = units === undefined && discountPercent !== undefined ? `, less ${discountPercent} %` : '';
  return {
    lineId,
    description: `${part.description}${off}`,
    quantity: units?.quantity.toFixed() ?? '1',
    unitPrice: units?.unitPrice ?? net,
    ...given('discountPercent', units === undefined ? undefined : discountPercent),
    ...given('productCode', item.productCode),
    taxCategory,
    taxRate,
    ...given('taxNote', item.taxNote),
    ...given('servicePeriod', servicePeriod),
    recognition: { rule: recognition, ...clearedText(cleared, context, pool) },
    net,
  };
}

/** A field that is there, or none: events hold no undefined. */
const given = <Name extends string, Value>(name: Name, value: Value | undefined): { readonly [name in Name]?: Value } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [name in Name]?: Value });

interface Cleared {
  readonly amount: bigint;
  readonly base: bigint;
}

const clearedText = (cleared: Cleared | undefined, { currency }: ClaimContext, { baseDigits }: AssetPool): Omit<BilledLine['recognition'], 'rule'> =>
  cleared === undefined ? {} : { contractAsset: formatMinor(cleared.amount, currency.digits), contractAssetBase: formatMinor(cleared.base, baseDigits) };

const quantityDecimals = 6;

/** A line that clears a contract asset has to come to its net exactly, whatever a document's rounding does. */
function showable({ units, item, amount }: LinePart, context: ClaimContext, exactly: boolean): LinePart['units'] {
  if (units === undefined || units.quantity.decimalPlaces() > quantityDecimals || decimalOf(units.unitPrice).decimalPlaces() > quantityDecimals) {
    return undefined;
  }
  const exact = lessDiscount(units.quantity.times(decimalOf(units.unitPrice)), item);
  const multipliesOut = exactly ? exact.eq(new Decimal(formatMinor(amount, context.currency.digits))) : minorNear(exact, context) === amount;
  return multipliesOut ? units : undefined;
}

/** The part of a line that was recognised before; the last of the asset takes what is left in base currency. */
function clearAsset(amount: bigint, clears: boolean, pool: AssetPool): Cleared | undefined {
  if (!clears || pool.asset === 0n || amount === 0n) {
    return undefined;
  }
  const taken = amount < pool.asset ? amount : pool.asset;
  const base = taken === pool.asset ? pool.assetBase : (pool.assetBase * taken) / pool.asset;
  pool.asset -= taken;
  pool.assetBase -= base;
  return { amount: taken, base };
}
