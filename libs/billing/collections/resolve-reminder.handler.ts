import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accountParts, decideRecordReminderFailed, decideRepeatReminder, policyVersion, refusal, type Letter, type ReminderPolicy } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { refuseHeldMail } from '../deliveries/held-mail';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { findAccount } from '../payments/find-payer';
import { feeSaleId, ReminderRun } from '../reminders/reminder-run';
import type { ReminderResolvedAnswer } from './collection.answer';
import { ResolveReminder } from './resolve-reminder.command';

type Result = CommandResult<ReminderResolvedAnswer>;

/** No message is repeated without a person's decision: this is that decision. */
@CommandHandler(ResolveReminder)
export class ResolveReminderHandler implements ICommandHandler<ResolveReminder> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly run: ReminderRun,
  ) {}

  async execute(command: ResolveReminder): Promise<Result> {
    const { accountId, reminderId, resolution } = command.body;
    const entity = await findEntity(this.ledger, accountParts(accountId).entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const account = await findAccount(this.ledger, entity.facts.entityId, { accountId });
    if (typeof account !== 'string') {
      return refusedResult(account);
    }
    const { entityId, today } = entity.facts;
    const letter = await this.ledger.streams.account.query(accountId, ({ letters }) => letters.get(reminderId));
    if (letter === undefined) {
      const message = `Reminder ${reminderId} was never claimed in account ${accountId}; look up the account's reminders.`;
      return refusedResult(refusal('not-found', 'REMINDER.UNKNOWN', message, { accountId, reminderId }));
    }
    const { policyId, policyVersion: version } = letter.due;
    const policy = await this.ledger.streams.entity.query(entityId, (state) => policyVersion(state, policyId, version));
    if (policy === undefined) {
      throw new Error(`reminder ${reminderId} was claimed under ${policyId} version ${version}, which ${entityId} never had; run \`daybook verify\``);
    }
    switch (resolution) {
      case 'sent':
        return this.sent(command, letter.outcome, today);
      case 'not-sent':
        return this.notSent(command);
      case 'repeat':
        return (await this.refuseHeld(letter)) ?? this.repeat(command, policy, today);
    }
  }

  private async refuseHeld({ due, repeatedBy }: Letter): Promise<Result | null> {
    if (due.channel !== 'email' || repeatedBy !== undefined) {
      return null;
    }
    await this.ledger.readModels.catchUp();
    const held = await refuseHeldMail(this.ledger, accountParts(due.accountId).customerId);
    return held === null ? null : refusedResult(held);
  }

  private async sent({ body, context }: ResolveReminder, outcome: string, today: string): Promise<Result> {
    const { accountId, reminderId, requestId, reason } = body;
    if (outcome === 'failed' || outcome === 'withdrawn') {
      return refusedResult(refusal('conflict', 'REMINDER.ENDED', `Reminder ${reminderId} is ${outcome} already and cannot be sent; nothing is to be done.`, { reminderId, outcome }));
    }
    const record = { accountId, reminderId, receipt: `said by a person: ${reason}`.slice(0, 1000), today, requestId };
    const sent = await this.run.recordSent(record, originOf(context, body));
    return { kind: 'accepted', answer: { accountId, reminderId, outcome: 'sent' }, writeToken: sent.position, repeated: outcome === 'sent' };
  }

  private async notSent({ body, context }: ResolveReminder): Promise<Result> {
    const { accountId, reminderId, reason, requestId } = body;
    const end = { accountId, reminderId, reason, requestId };
    const outcome = await this.ledger.streams.account.decide(accountId, originOf(context, body), (state) => decideRecordReminderFailed(end, state));
    return outcome.kind === 'accepted'
      ? { kind: 'accepted', answer: { accountId, reminderId, outcome: 'failed' }, writeToken: outcome.position, repeated: outcome.revision === null }
      : outcome;
  }

  private async repeat({ body, context }: ResolveReminder, policy: ReminderPolicy, today: string): Promise<Result> {
    const { accountId } = body;
    const origin = originOf(context, body);
    const asked = { ...body, inputHash: origin.inputHash, policy, today, feeSaleId };
    const outcome = await this.ledger.streams.account.decide(accountId, origin, (state) => decideRepeatReminder(asked, state));
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const { reminderId, claimed } = outcome.answer;
    const sent = claimed === null ? null : await this.run.send(claimed, today, origin);
    const known = await this.ledger.streams.account.query(accountId, ({ letters }) => letters.get(reminderId)?.outcome ?? 'due');
    const answer = { accountId, reminderId, outcome: sent?.kind ?? (known === 'due' ? 'unconfirmed' : known) };
    return { kind: 'accepted', answer, writeToken: sent?.position ?? outcome.position, repeated: claimed === null };
  }
}
