import type { AccountState } from './account.state';
import type { DeductionAccepted, DeductionReversed } from './correction.events';
import { moveItem, storedItem } from './item-movement';
import { minorsOf, taken } from './minors';

export function foldDeductionAccepted(state: AccountState, data: DeductionAccepted['data'], inputHash: string): void {
  const item = storedItem(state, data);
  const amounts = minorsOf(data, data);
  moveItem(state, item, data.acceptedOn, taken(amounts));
  state.deductions.set(data.deductionId, { item, ...amounts, data, reversed: null });
  state.requests.set(`deduction:${data.deductionId}`, inputHash);
}

export function foldDeductionReversed(state: AccountState, data: DeductionReversed['data'], inputHash: string): void {
  const deduction = state.deductions.get(data.deductionId);
  if (deduction === undefined || deduction.reversed !== null) {
    throw new Error(`deduction ${data.deductionId} was reversed and does not stand`);
  }
  moveItem(state, deduction.item, data.reversedOn, deduction);
  deduction.reversed = data;
  state.requests.set(`deduction-reversal:${data.reversalId}`, inputHash);
}
