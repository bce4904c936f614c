import { laterDay } from '../dates';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { AccountState } from './account.state';
import type { Deduction } from './correction.state';
import type { DeductionReversed } from './correction.events';
import { recall } from './repeated-request';

/** A clerk takes a deduction back: the item is open for it again from a day on. */
export interface ReverseDeduction {
  readonly accountId: string;
  readonly deductionId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** Default: today, or the day it was accepted if that is later. */
  readonly reversedOn?: string;
  readonly today: string;
  readonly reason: string;
}

export interface DeductionReversedAnswer {
  readonly deductionId: string;
  readonly reversalId: string;
  readonly reversedOn: string;
  readonly currency: string;
  readonly amount: string;
}

export function decideReverseDeduction(command: ReverseDeduction, state: AccountState): Decision<DeductionReversed, DeductionReversedAnswer> {
  const { accountId, deductionId, requestId } = command;
  const subject = { key: `deduction-reversal:${requestId}`, code: 'DEDUCTION.REVERSAL_CONFLICT', what: `Reversal ${requestId}` };
  const known = recall(state.requests, subject, command.inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  const deduction = state.deductions.get(deductionId);
  if (deduction === undefined) {
    const message = `Deduction ${deductionId} is not in account ${accountId}; look up the account's deductions.`;
    return refuse(refusal('not-found', 'DEDUCTION.UNKNOWN', message, { deductionId, accountId }));
  }
  const { reversed, data } = deduction;
  if (reversed !== null) {
    const message = `Deduction ${deductionId} was taken back on ${reversed.reversedOn}; nothing is left of it.`;
    return reversed.reversalId === requestId
      ? accept([], answerOf(reversed))
      : refuse(refusal('conflict', 'DEDUCTION.ALREADY_REVERSED', message, { deductionId, reversedOn: reversed.reversedOn }));
  }
  const reversedOn = command.reversedOn ?? laterDay(command.today, data.acceptedOn);
  if (reversedOn < data.acceptedOn) {
    const message = `Deduction ${deductionId} was accepted on ${data.acceptedOn} and cannot be taken back on ${reversedOn}; take that day or a later one.`;
    return refuse(refusal('invalid', 'DEDUCTION.REVERSED_BEFORE', message, { deductionId, date: reversedOn, acceptedOn: data.acceptedOn }));
  }
  const event = deductionReversal(deduction, { reversalId: requestId, reversedOn, cause: 'clerk', reason: command.reason });
  return accept([event], answerOf(event.data));
}

const answerOf = ({ deductionId, reversalId, reversedOn, currency, amount }: DeductionReversed['data']): DeductionReversedAnswer => ({
  deductionId, reversalId, reversedOn, currency, amount,
});

/** Takes it back as a whole, with the amounts it was accepted with. */
export function deductionReversal(
  { data }: Deduction,
  head: Pick<DeductionReversed['data'], 'reversalId' | 'reversedOn' | 'cause' | 'reason'>,
): DeductionReversed {
  const { accountId, deductionId, kind, invoiceId, instalment, currency, amount, taxes, nets, baseCurrency, baseAmount } = data;
  return {
    type: 'DeductionReversed',
    data: { accountId, deductionId, kind, invoiceId, instalment, currency, amount, taxes, ...(nets === undefined ? {} : { nets }), baseCurrency, baseAmount, ...head },
  };
}
