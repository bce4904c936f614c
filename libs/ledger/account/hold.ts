import { laterDay } from '../dates';
import { refuseFutureDay } from '../input-rules';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { AccountHeld, AccountReleased } from './account.events';
import type { AccountState } from './account.state';
import { recall } from './repeated-request';

/** From here new sales wait unbilled and no reminder goes out. */
export interface HoldAccount {
  readonly accountId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** Default: today. */
  readonly heldOn?: string;
  readonly today: string;
  readonly reason: string;
}

export interface HoldAnswer {
  readonly accountId: string;
  readonly held: boolean;
}

export function decideHoldAccount(command: HoldAccount, state: AccountState): Decision<AccountHeld, HoldAnswer> {
  const { accountId, requestId, reason } = command;
  const subject = { key: `hold:${requestId}`, code: 'ACCOUNT.HOLD_CONFLICT', what: `Hold ${requestId}` };
  const known = recall(state.requests, subject, command.inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (known.kind === 'repeated') {
    return accept([], { accountId, held: true });
  }
  if (state.held !== null) {
    const message = `Account ${accountId} is held since ${state.held.heldOn}; release it before holding it for another reason.`;
    return refuse(refusal('conflict', 'ACCOUNT.ALREADY_HELD', message, { accountId, heldOn: state.held.heldOn }));
  }
  const heldOn = command.heldOn ?? command.today;
  const early = refuseFutureDay('heldOn', heldOn, command.today);
  if (early !== undefined) {
    return refuse(early);
  }
  return accept([{ type: 'AccountHeld', data: { accountId, requestId, heldOn, reason } }], { accountId, held: true });
}

/** Ends a hold. */
export interface ReleaseAccount {
  readonly accountId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** Default: today, or the day it was held if that is later. */
  readonly releasedOn?: string;
  readonly today: string;
  readonly reason: string;
}

export function decideReleaseAccount(command: ReleaseAccount, state: AccountState): Decision<AccountReleased, HoldAnswer> {
  const { accountId, requestId, reason } = command;
  const subject = { key: `release:${requestId}`, code: 'ACCOUNT.RELEASE_CONFLICT', what: `Release ${requestId}` };
  const known = recall(state.requests, subject, command.inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (known.kind === 'repeated') {
    return accept([], { accountId, held: false });
  }
  if (state.held === null) {
    return refuse(refusal('conflict', 'ACCOUNT.NOT_HELD', `Account ${accountId} is not held; there is nothing to release.`, { accountId }));
  }
  const { heldOn } = state.held;
  const releasedOn = command.releasedOn ?? laterDay(command.today, heldOn);
  if (releasedOn < heldOn) {
    const message = `Account ${accountId} is held since ${heldOn} and cannot be released on ${releasedOn}; take that day or a later one.`;
    return refuse(refusal('invalid', 'ACCOUNT.RELEASED_BEFORE', message, { accountId, date: releasedOn, heldOn }));
  }
  return accept([{ type: 'AccountReleased', data: { accountId, requestId, releasedOn, reason } }], { accountId, held: false });
}
