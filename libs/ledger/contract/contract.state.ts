import type { StreamFold } from '../refusal';
import type { ContractCreditAssigned, ContractEvent, ContractSigned, MilestoneAccepted, OutcomeAccepted } from './contract.events';
import type { ContractItem, ServicePeriod } from './contract-terms';
import { evolveContract } from './contract.fold';

/** An item's terms from a day on; null: the item ended the day before. */
export interface ItemVersion {
  readonly from: string;
  /** Revision of the event that stated it. */
  readonly revision: number;
  readonly item: ContractItem | null;
}

/** An invoice line that billed a thing, and how much of it was credited since. Minor units. */
export interface BilledSlotLine {
  readonly invoiceId: string;
  readonly lineId: string;
  readonly net: bigint;
  credited: bigint;
}

/** One billable thing once it was billed: a period, a milestone, an instalment, the usage of a period. Minor units. */
export interface BilledSlot {
  /** Billed less credited. */
  net: bigint;
  /** The contract's revision that its latest billing or credit was decided on. */
  knownAt: number;
  adjustments: number;
  credits: number;
  /** Taken back by credit notes that the contract did not ask for; `net` does not know of it. */
  outside: bigint;
  readonly lines: BilledSlotLine[];
}

/** What an item's revenue stands at, in minor units of the contract's and of the base currency. */
export interface ItemBalance {
  /** Billed less credited. */
  billed: bigint;
  /** By events of the contract, not by schedules of invoice lines. */
  recognised: bigint;
  /** Of it: prepaid units drawn or expired. */
  drawn: bigint;
  deferred: bigint;
  /** Null: a line was billed without its rate on record. */
  deferredBase: bigint | null;
  /** Recognised and not billed yet. */
  asset: bigint;
  assetBase: bigint;
}

/** Usage of an item that was taken up by an assignment, per meter and first day of what it was counted in. */
export interface TakenUsage {
  readonly meter: string;
  readonly period: ServicePeriod;
  /** Decimal text. */
  quantity: string;
}

/** An item of the contract through its whole history. */
export interface SoldItem {
  readonly itemId: string;
  /** By day, then by revision. */
  readonly versions: ItemVersion[];
  /** Last revision that changed what is due of it. */
  touched: number;
  readonly balance: ItemBalance;
  /** By the key of the thing within the item. */
  readonly slots: Map<string, BilledSlot>;
  readonly usage: Map<string, TakenUsage>;
  readonly milestones: Map<string, MilestoneAccepted['data']>;
  readonly outcomes: Map<string, OutcomeAccepted['data']>;
}

/** A contract. Plain data, so that a folded state can be cloned and put away. */
export interface ContractState {
  /** Revision of the last event folded in, −1 for none. */
  revision: number;
  signed: ContractSigned['data'] | null;
  readonly items: Map<string, SoldItem>;
  /** Last days as they were set, latest last; empty: open-ended. */
  readonly ends: { readonly revision: number; readonly endsOn: string }[];
  /** The contract was ended on request, before what was agreed. */
  ended: boolean;
  /** What was asked for, with the hash of what was sent. */
  readonly requests: Map<string, string>;
  /** Everything billed: billable id → invoice. */
  readonly billed: Map<string, string>;
  /** Invoices assigned. */
  readonly invoices: Set<string>;
  /** Credits assigned, by the return that gives them. */
  readonly credits: Map<string, ContractCreditAssigned['data']>;
  /** Last revision of the contract's usage that is billed, −1 for none. */
  usageBilledThrough: number;
  /** The entity's, as last seen in a fact of the contract. */
  baseCurrency: string | null;
}

export const contractFold: StreamFold<ContractState, ContractEvent> = {
  initial: () => ({
    revision: -1,
    signed: null,
    items: new Map(),
    ends: [],
    ended: false,
    requests: new Map(),
    billed: new Map(),
    invoices: new Set(),
    credits: new Map(),
    usageBilledThrough: -1,
    baseCurrency: null,
  }),
  evolve: evolveContract,
};

/** The last day of the contract, included, as known at a revision; null: open-ended. */
export const contractEndsOn = (state: ContractState, revision = state.revision): string | null =>
  state.ends.findLast((end) => end.revision <= revision)?.endsOn ?? null;
