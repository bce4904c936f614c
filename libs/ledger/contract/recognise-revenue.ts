import { refuse, type Decision } from '../refusal';
import { unknownContract, type PostingFacts } from './contract-decision';
import type { RevenueRecognised } from './contract.events';
import type { ContractState } from './contract.state';
import type { UsageSlice } from './due-items';

/**
 * Recognises what no document does. `accrual`: work and usage through a day that are not billed yet. `draw-down`: so
 * many prepaid units were used in all, from the first day on. `breakage`: the prepaid units that are left expired.
 */
export interface RecogniseRevenue {
  readonly inputHash: string;
  readonly contractId: string;
  readonly itemId: string;
  readonly recognitionId: string;
  readonly cause: 'accrual' | 'draw-down' | 'breakage';
  readonly recognisedOn: string;
  /** Accrual: usage that no assignment took up yet. */
  readonly usage?: UsageSlice | null;
  /** Draw-down: units used through the day, in all. */
  readonly unitsUsed?: string;
}

export interface RecognitionAnswer {
  readonly contractId: string;
  readonly recognitionId: string;
  /** Zero: there was nothing to recognise. */
  readonly amount: string;
}

export function decideRecogniseRevenue(
  command: RecogniseRevenue,
  _state: ContractState,
  _facts: PostingFacts,
): Decision<RevenueRecognised, RecognitionAnswer> {
  return refuse(unknownContract(command.contractId));
}
