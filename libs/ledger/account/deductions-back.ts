import { laterDay } from '../dates';
import type { Decision } from '../refusal';
import type { AccountEvent } from './account.events';
import type { AccountState } from './account.state';
import type { Deduction } from './correction.state';
import type { DeductionReversed } from './correction.events';
import { foldDeductionReversed } from './deduction.fold';
import { deductionReversal } from './reverse-deduction';
import { sandbox } from './sandbox';

/** The invoices that are cancelled, from when on, and the start of the reversals' ids. */
export interface CancelledInvoices {
  readonly invoiceIds: ReadonlySet<string>;
  readonly on: string;
  readonly idPrefix: string;
}

/**
 * Decides on cancelled invoices as if no deduction had been accepted on them, and takes the deductions back in the same
 * append: the credit undoes the whole invoice, so what a discount gave back of it, and of its tax, would be given twice.
 */
export function decideWithDeductionsBack<Event extends AccountEvent, Answer>(
  state: AccountState,
  { invoiceIds, on, idPrefix }: CancelledInvoices,
  decide: (state: AccountState) => Decision<Event, Answer>,
): Decision<Event | DeductionReversed, Answer> {
  const standing = [...state.deductions.values()].filter(({ reversed, data }) => reversed === null && invoiceIds.has(data.invoiceId));
  if (standing.length === 0) {
    return decide(state);
  }
  const reversals = standing.map((deduction, index) =>
    deductionReversal(deduction, {
      reversalId: `${idPrefix}~deduction${index + 1}`, reversedOn: laterDay(on, deduction.data.acceptedOn), cause: 'clerk', reason: 'its invoice was cancelled',
    }),
  );
  const trial = withCopies(sandbox(state, invoiceIds), standing);
  reversals.forEach(({ data }) => foldDeductionReversed(trial, data, ''));
  const decided = decide(trial);
  return decided.kind === 'refused' || decided.events.length === 0 ? decided : { ...decided, events: [...reversals, ...decided.events] };
}

function withCopies(trial: AccountState, standing: readonly Deduction[]): AccountState {
  const deductions = new Map(trial.deductions);
  for (const deduction of standing) {
    const { invoiceId, instalment, deductionId } = deduction.data;
    const item = trial.invoices.get(invoiceId)?.items.find((one) => one.instalment === instalment);
    if (item === undefined) {
      throw new Error(`deduction ${deductionId} is of an item that account ${trial.accountId ?? ''} does not have`);
    }
    deductions.set(deductionId, { ...deduction, item });
  }
  return { ...trial, deductions };
}
