import { Inject, Injectable } from '@nestjs/common';
import { originFollowing } from '../decisions/command-origin';
import { uuidV5, type EventOrigin } from '#event-store';
import {
  decideClaimReminders, decideRecordReminderFailed, decideRecordReminderSent, decideRecordSkipped, decideWithdrawReminder, whyWithdraw,
  type LateChargeClaimed, type PolicyInForce, type ReminderDue,
} from '#ledger';
import { LateChargeBilling } from '../accounts/late-charge-billing';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { ReminderLetters } from './reminder-letters';

export interface AccountRun {
  sent: number;
  failed: number;
  withdrawn: number;
  skipped: number;
  unconfirmed: number;
  /** Fees charged with the letters. */
  fees: number;
  readonly reminderIds: string[];
  position: string | null;
}

/** What a run is for: one policy on one day, and the day it really is. */
export interface RunFor {
  readonly policy: PolicyInForce;
  readonly runDate: string;
  readonly today: string;
}

/** What came of one letter. `unconfirmed`: nobody knows. */
export interface LetterSent {
  readonly kind: 'sent' | 'failed' | 'withdrawn' | 'unconfirmed';
  readonly charged: boolean;
  readonly position: string | null;
}

/** The sale that bills the fee of a letter: the same for ever, so that it is billed once. */
export const feeSaleId = (reminderId: string): string => uuidV5(`late-fee of reminder ${reminderId}`);

/**
 * Reminds one debtor: claims the letter, looks at the caught-up account once more, hands the letter to its channel and
 * records what came of it. A claim that a crash left without an outcome counts as sent and is never repeated by itself.
 */
@Injectable()
export class ReminderRun {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly letters: ReminderLetters,
    private readonly charges: LateChargeBilling,
  ) {}

  /** @throws UnknownStepOutcome when a store gives no answer; the run may be repeated. */
  async remind(accountId: string, { policy, runDate, today }: RunFor, origin: EventOrigin): Promise<AccountRun> {
    const reminderId = `${accountId}~${policy.policyId}~${runDate}`;
    const claim = { accountId, reminderId, runDate, today, policy, reachable: await this.letters.reachable(accountId), feeSaleId };
    const claimed = must(await this.ledger.streams.account.decide(accountId, origin, (state) => decideClaimReminders(claim, state)));
    const run: AccountRun = { sent: 0, failed: 0, withdrawn: 0, skipped: 0, unconfirmed: 0, fees: 0, reminderIds: [], position: claimed.position };
    for (const letter of claimed.answer.claimed) {
      const outcome = await this.send(letter, today, origin);
      run.sent += outcome.kind === 'sent' ? 1 : 0;
      run.failed += outcome.kind === 'failed' ? 1 : 0;
      run.withdrawn += outcome.kind === 'withdrawn' ? 1 : 0;
      run.fees += outcome.charged ? 1 : 0;
      run.position = outcome.position ?? run.position;
      run.reminderIds.push(letter.reminderId);
    }
    run.unconfirmed = await this.ledger.streams.account.query(
      accountId,
      ({ letters }) => [...letters.values()].filter(({ outcome }) => outcome === 'due').length,
    );
    const { skipped } = claimed.answer;
    if (skipped.length > 0) {
      const record = { accountId, policy, runDate, skipped };
      const recorded = must(await this.ledger.streams.collection.decide(accountId, origin, (state) => decideRecordSkipped(record, state)));
      run.skipped = recorded.answer.recorded;
      run.position = recorded.position ?? run.position;
    }
    return run;
  }

  /** Sends one letter that was claimed just now by this process; nobody else sends it. */
  async send(due: ReminderDue['data'], today: string, origin: EventOrigin): Promise<LetterSent> {
    const { accountId, reminderId } = due;
    const { account } = this.ledger.streams;
    const changed = await account.query(accountId, (state) => whyWithdraw(state, reminderId));
    if (changed !== null) {
      const withdrawn = must(
        await account.decide(accountId, origin, (state) => decideWithdrawReminder({ accountId, reminderId, reason: changed }, state)),
      );
      return { kind: 'withdrawn', charged: false, position: withdrawn.position };
    }
    const channel = this.ledger.channels.get(due.channel);
    const delivered = channel === undefined
      ? ({ kind: 'failed', reason: `no channel ${due.channel} is set up here` } as const)
      : await channel.deliver(await this.letters.letterOf(due));
    switch (delivered.kind) {
      case 'unknown':
        return { kind: 'unconfirmed', charged: false, position: null };
      case 'failed': {
        const { reason } = delivered;
        const failed = must(await account.decide(accountId, origin, (state) => decideRecordReminderFailed({ accountId, reminderId, reason }, state)));
        return { kind: 'failed', charged: false, position: failed.position };
      }
      case 'accepted':
        return this.recordSent({ accountId, reminderId, receipt: delivered.receipt, today }, origin);
    }
  }

  /** The letter is out: what it brings with it follows. */
  async recordSent(
    record: { readonly accountId: string; readonly reminderId: string; readonly receipt: string; readonly today: string; readonly requestId?: string },
    origin: EventOrigin,
  ): Promise<LetterSent> {
    const { accountId, reminderId } = record;
    const sent = must(await this.ledger.streams.account.decide(accountId, origin, (state) => decideRecordReminderSent(record, state)));
    const charge = await this.ledger.streams.account.query(accountId, (state): LateChargeClaimed['data'] | undefined => state.charges.get(feeSaleId(reminderId)));
    const billed = charge === undefined ? null : await this.charges.bill(charge, originFollowing(origin, charge.saleId));
    return { kind: 'sent', charged: billed !== null, position: billed?.position ?? sent.position };
  }
}

type Accepted<Answer> = { readonly answer: Answer; readonly position: string | null };

/** @throws UnknownStepOutcome when the store gave no answer; Error when a step that nothing refuses was refused. */
export function must<Answer>(outcome: { readonly kind: string } & Partial<Accepted<Answer>> & { readonly message?: string; readonly refusal?: { readonly code: string } }): Accepted<Answer> {
  if (outcome.kind === 'unknown') {
    throw new UnknownStepOutcome(outcome.message);
  }
  if (outcome.kind !== 'accepted' || outcome.answer === undefined) {
    throw new Error(`a reminder step was refused: ${outcome.refusal?.code ?? outcome.kind}`);
  }
  return { answer: outcome.answer, position: outcome.position ?? null };
}
