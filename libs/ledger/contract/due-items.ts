import type { RoundingMode } from '#money';
import type { UsageRecord } from '../usage/usage.events';
import type { BilledItem, ContractCreditAssigned } from './contract.events';
import type { ContractState } from './contract.state';

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
  readonly usage: UsageSlice | null;
}

export interface DueItems {
  readonly items: readonly BilledItem[];
  readonly usageRange?: { readonly from: number; readonly to: number };
  /** What was billed and is not owed any more, against the invoice lines that billed it. */
  readonly credits: ContractCreditAssigned['data']['lines'];
}

/** What a contract owes through a day, less what was billed. Pure: the same state and request give the same items. */
export function dueItems(_state: ContractState, _request: DueRequest): DueItems {
  return { items: [], credits: [] };
}

/** First day on which something not metered falls due; null: nothing any more. */
export function nextDueOn(_state: ContractState): string | null {
  return null;
}

/** Last revision of the contract's usage that is billed, −1 for none. */
export const usageBilledThrough = (state: ContractState): number => state.usageBilledThrough;
