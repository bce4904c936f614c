import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import {
  accountParts, customerContact, decideClaimReminders, decideRecordReminderFailed, decideRecordReminderSent,
  decideRecordSkipped, decideWithdrawReminder, whyWithdraw, type ReminderDue, type ReminderPolicy,
} from '#ledger';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import type { ReminderLetter } from './reminder-channel';

export interface AccountRun {
  sent: number;
  failed: number;
  withdrawn: number;
  skipped: number;
  unconfirmed: number;
  readonly reminderIds: string[];
  position: string | null;
}

/**
 * Reminds one debtor: claims the letter, looks at the caught-up account once more, hands the letter to the channel and
 * records what came of it. A claim that a crash left without an outcome counts as sent and is never repeated by itself.
 */
@Injectable()
export class ReminderRun {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /** @throws UnknownStepOutcome when a store gives no answer; the run may be repeated. */
  async remind(accountId: string, policy: ReminderPolicy, runDate: string, origin: EventOrigin): Promise<AccountRun> {
    const reminderId = `${accountId}~${policy.policyId}~${runDate}`;
    const claim = { accountId, reminderId, runDate, policy };
    const claimed = must(await this.ledger.streams.account.decide(accountId, origin, (state) => decideClaimReminders(claim, state)));
    const run: AccountRun = { sent: 0, failed: 0, withdrawn: 0, skipped: 0, unconfirmed: 0, reminderIds: [], position: claimed.position };
    for (const letter of claimed.answer.claimed) {
      const outcome = await this.send(letter, policy, origin);
      run[outcome.kind] += 1;
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

  private async send(due: ReminderDue['data'], policy: ReminderPolicy, origin: EventOrigin) {
    const { accountId, reminderId } = due;
    const { account } = this.ledger.streams;
    const changed = await account.query(accountId, (state) => whyWithdraw(state, reminderId));
    if (changed !== null) {
      const withdrawn = must(
        await account.decide(accountId, origin, (state) => decideWithdrawReminder({ accountId, reminderId, reason: changed }, state)),
      );
      return { kind: 'withdrawn', position: withdrawn.position } as const;
    }
    const delivered = await this.ledger.channel.deliver(await this.letter(due, policy));
    if (delivered.kind === 'failed') {
      const { reason } = delivered;
      const failed = must(await account.decide(accountId, origin, (state) => decideRecordReminderFailed({ accountId, reminderId, reason }, state)));
      return { kind: 'failed', position: failed.position } as const;
    }
    const { receipt } = delivered;
    const sent = must(await account.decide(accountId, origin, (state) => decideRecordReminderSent({ accountId, reminderId, receipt }, state)));
    return { kind: 'sent', position: sent.position } as const;
  }

  private async letter(due: ReminderDue['data'], policy: ReminderPolicy): Promise<ReminderLetter> {
    const { customerId } = accountParts(due.accountId);
    const personal = await this.ledger.streams.customer.query(customerId, (state) => customerContact(state)?.personal ?? {});
    const templates = new Map(policy.steps.map(({ step, template }) => [step, template]));
    return {
      reminderId: due.reminderId,
      accountId: due.accountId,
      runDate: due.runDate,
      policy: `${due.policyId} version ${due.policyVersion}`,
      currency: due.currency,
      to: { customerId, name: personal.name ?? '', email: personal.email ?? '' },
      items: due.items.map(({ documentNumber, instalment, dueDate, openAmount, step }) => ({
        documentNumber,
        instalment,
        dueDate,
        openAmount,
        step,
        template: templates.get(step) ?? step,
      })),
    };
  }
}

type Accepted<Answer> = { readonly answer: Answer; readonly position: string | null };

function must<Answer>(outcome: { readonly kind: string } & Partial<Accepted<Answer>> & { readonly message?: string; readonly refusal?: { readonly code: string } }): Accepted<Answer> {
  if (outcome.kind === 'unknown') {
    throw new UnknownStepOutcome(outcome.message);
  }
  if (outcome.kind !== 'accepted' || outcome.answer === undefined) {
    throw new Error(`a reminder step was refused: ${outcome.refusal?.code ?? outcome.kind}`);
  }
  return { answer: outcome.answer, position: outcome.position ?? null };
}
