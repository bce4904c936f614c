import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { latestPolicies, policyOn, refusal, refuseUnrealDay, seriesFor, type EntityState, type PolicyInForce, type Refusal, type ReminderPolicy } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { ReminderRunAnswer } from './reminder.answer';
import { ReminderRun } from './reminder-run';
import { RunReminders } from './run-reminders.command';

@CommandHandler(RunReminders)
export class RunRemindersHandler implements ICommandHandler<RunReminders> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly run: ReminderRun,
  ) {}

  async execute({ body, context }: RunReminders): Promise<CommandResult<ReminderRunAnswer>> {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const { entityId, today } = entity.facts;
    const runDate = body.runDate ?? today;
    const policy = await this.ledger.streams.entity.query(entityId, (state) => policyFor(state, body.policyId, runDate, today));
    if ('code' in policy) {
      return refusedResult(policy);
    }
    const unready = (await this.refuseWithoutChannel(policy)) ?? (await this.refuseWithoutSeries(entityId, policy, today));
    if (unready !== null) {
      return refusedResult(unready);
    }
    const origin = originOf(context, body);
    const sum = { sent: 0, failed: 0, withdrawn: 0, skipped: 0, unconfirmed: 0, fees: 0 };
    const reminderIds: string[] = [];
    let position: string | null = null;
    for await (const accountId of this.accounts(entityId)) {
      const done = await this.run.remind(accountId, { policy, runDate, today }, origin);
      for (const count of ['sent', 'failed', 'withdrawn', 'skipped', 'unconfirmed', 'fees'] as const) {
        sum[count] += done[count];
      }
      reminderIds.push(...done.reminderIds);
      position = done.position ?? position;
    }
    const { policyId, version: policyVersion } = policy;
    const answer = { entityId, runDate, policyId, policyVersion, ...sum, reminderIds };
    return { kind: 'accepted', answer, writeToken: position, repeated: false };
  }

  /** Letters that could go nowhere are not claimed. */
  private async refuseWithoutChannel(policy: ReminderPolicy): Promise<Refusal | null> {
    const missing = policy.steps.find(({ channel }) => !this.ledger.channels.has(channel));
    if (missing === undefined) {
      return null;
    }
    const message =
      `Step ${missing.step} of policy ${policy.policyId} goes by ${missing.channel}, which is not set up here. ` +
      `Set it up, or send the policy's next version with another channel.`;
    return refusal('conflict', 'REMINDER.NO_CHANNEL', message, { policyId: policy.policyId, step: missing.step, channel: missing.channel });
  }

  /** Nothing refuses a fee once its letter is out, so what its invoice needs is looked at before. */
  private async refuseWithoutSeries(entityId: string, policy: ReminderPolicy, today: string): Promise<Refusal | null> {
    if (policy.steps.every(({ fee }) => fee === undefined)) {
      return null;
    }
    const series = await this.ledger.streams.entity.query(entityId, (state) => seriesFor(state, 'invoice', today));
    return series === undefined
      ? refusal('not-found', 'SERIES.UNKNOWN', `${entityId} has no invoice series for ${today}, on which a reminder fee would be billed. Open it first.`, {
          entityId,
          kind: 'invoice',
          issueDate: today,
        })
      : null;
  }

  /** Accounts with something open, as far as the log reaches now: each account decides for itself what is due. */
  private async *accounts(entityId: string): AsyncGenerator<string> {
    await this.ledger.readModels.catchUp();
    const pageSize = 1_000;
    for (let after: string | undefined; ; ) {
      const page = await this.ledger.lookups.accountsWithOpenItems({ entityId, limit: pageSize, ...(after === undefined ? {} : { after }) });
      yield* page;
      after = page[page.length - 1];
      if (page.length < pageSize) {
        return;
      }
    }
  }
}

function policyFor(state: EntityState, named: string | undefined, runDate: string, today: string): PolicyInForce | Refusal {
  const unreal = refuseUnrealDay('runDate', runDate);
  if (unreal !== undefined) {
    return unreal;
  }
  if (runDate > today) {
    return refusal('invalid', 'REMINDER.RUN_IN_FUTURE', `run date ${runDate} lies after today, ${today}. Run for today or an earlier day.`, { runDate, today });
  }
  const policyIds = [...latestPolicies(state).keys()];
  const policyId = named ?? (policyIds.length === 1 ? policyIds[0] : undefined);
  if (policyId === undefined) {
    return policyIds.length === 0
      ? refusal('not-found', 'POLICY.NONE', 'the legal entity has no reminder policy. Set one first.', {})
      : refusal('invalid', 'POLICY.UNNAMED', `there are ${policyIds.length} reminder policies; name one in policyId.`, { policyIds });
  }
  const policy = policyOn(state, policyId, runDate);
  const versions = state.policies.map(({ fact }) => fact).filter((fact) => fact.policyId === policyId);
  return (
    (policy === undefined ? undefined : { ...policy, versions }) ??
    refusal('not-found', 'POLICY.UNKNOWN', `no reminder policy ${JSON.stringify(policyId)} is in effect on ${runDate}. Check its id and its first day.`, { policyId, runDate })
  );
}
