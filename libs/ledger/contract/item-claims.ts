import { knownCurrency, type RoundingMode } from '#money';
import type { UsageRecord } from '../usage/usage.events';
import type { Claim, ClaimContext } from './claim';
import type { BillingModel } from './contract-terms';
import type { ContractState, SoldItem } from './contract.state';
import { fixedFeeClaims } from './models/fixed-fee';
import { hourlyClaims } from './models/hourly';
import { retainerClaims } from './models/retainer';
import { subscriptionClaims } from './models/subscription';
import { valueBasedClaims } from './models/value-based';
import { usageEntries } from './usage-entries';

/** What each model says is owed, from the same context. */
const models: Readonly<Record<BillingModel, (context: ClaimContext) => Claim[]>> = {
  'fixed-fee': fixedFeeClaims,
  hourly: hourlyClaims,
  'value-based': valueBasedClaims,
  retainer: retainerClaims,
  subscription: subscriptionClaims,
};

/** A model never changes: an item of another one is another item. */
export const modelOf = (sold: SoldItem): BillingModel | undefined => sold.versions.find(({ item }) => item !== null)?.item?.model;

export interface ClaimRequest {
  readonly through: string;
  readonly mode: RoundingMode;
  readonly records: readonly UsageRecord[];
  readonly accrual?: boolean;
}

/** What the claims of an item rest on. Precondition: the contract is signed. */
export function claimContext(state: ContractState, sold: SoldItem, { through, mode, records, accrual = false }: ClaimRequest): ClaimContext {
  const counted = accrual ? records.filter(({ on }) => on <= through) : records;
  return { state, sold, currency: knownCurrency(state.signed?.currency ?? ''), mode, through, accrual, usage: usageEntries(state, sold, counted) };
}

export function itemClaims(context: ClaimContext): Claim[] {
  const model = modelOf(context.sold);
  return model === undefined ? [] : models[model](context);
}
