import type { RoundingMode } from '#money';
import type { CustomerState } from '../customer/customer.state';
import type { EntityState } from '../entity/entity.state';
import { refusal, type Refusal } from '../refusal';
import type { ContractState } from './contract.state';

export interface ContractAnswer {
  readonly contractId: string;
  readonly accountId: string;
  /** Last day, included; absent: open-ended. */
  readonly endsOn?: string;
}

/** What signing looks at beside the contract's own stream. */
export interface SigningFacts {
  readonly entity: EntityState;
  /** Who buys. */
  readonly customer: CustomerState;
  /** Who pays and whom the invoice is addressed to, where that is another. */
  readonly payer?: CustomerState;
  readonly billTo?: CustomerState;
}

/** What recognising revenue looks at beside the contract's own stream. */
export interface PostingFacts {
  readonly entity: EntityState;
  /** Base units per unit of the contract's currency on the day it counts. */
  readonly rate: string;
  readonly baseCurrency: string;
  readonly mode: RoundingMode;
}

/** A contract that was signed. */
export type SignedState = ContractState & { readonly signed: NonNullable<ContractState['signed']> };

export const isSigned = (state: ContractState): state is SignedState => state.signed !== null;

export const unknownContract = (contractId: string): Refusal =>
  refusal('not-found', 'CONTRACT.UNKNOWN', `contract ${JSON.stringify(contractId)} is not signed. Sign it first, or check the id.`, { contractId });

export const unknownItem = (contractId: string, itemId: string): Refusal =>
  refusal('not-found', 'CONTRACT.ITEM_UNKNOWN', `contract ${JSON.stringify(contractId)} has no item ${JSON.stringify(itemId)} on that day. Check the id and the day.`, {
    contractId,
    itemId,
  });

export function contractAnswer({ signed, ends }: SignedState, endsOn = ends.at(-1)?.endsOn): ContractAnswer {
  const { contractId, accountId } = signed;
  return { contractId, accountId, ...(endsOn === undefined ? {} : { endsOn }) };
}
