import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideOpenBillingRun, streamName, type BillingRunState } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { askedRun } from './asked-run';
import { BillingRunWalk } from './billing-run-walk';
import type { BillingRunAnswer, LeftWaiting } from './billing-run.answer';
import { RunBilling } from './run-billing.command';

/** Opens a run and walks it to its end, so that the caller sees the result. */
@CommandHandler(RunBilling)
export class RunBillingHandler implements ICommandHandler<RunBilling> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly walk: BillingRunWalk,
  ) {}

  async execute({ body, context, onProgress }: RunBilling): Promise<CommandResult<BillingRunAnswer>> {
    const { billingrun } = this.ledger.streams;
    const { runId } = body;
    const origin = originOf(context, body);
    const known = await billingrun.query(runId, ({ opened }) => opened?.entityId);
    const asked = await askedRun(this.ledger, known === undefined ? body : { ...body, entityId: known });
    if (!asked.ok) {
      return refusedResult(asked.refusal);
    }
    const command = { ...asked.asked, inputHash: origin.inputHash };
    const opened = await billingrun.decide(runId, origin, (state) => decideOpenBillingRun(command, state, asked.facts));
    if (opened.kind !== 'accepted') {
      return opened;
    }
    const repeated = await billingrun.query(runId, ({ completed }) => completed !== null);
    const walked = await this.walk.finish(runId, origin, onProgress);
    if (opened.revision !== null) {
      this.ledger.finished.add(streamName('billingrun', runId), opened.revision);
    }
    const answer = await billingrun.query(runId, (state) => answerOf(state, walked.waiting));
    return { kind: 'accepted', answer, writeToken: walked.position ?? opened.position, repeated };
  }
}

function answerOf({ opened, completed, ...counts }: BillingRunState, waiting: readonly LeftWaiting[]): BillingRunAnswer {
  if (opened === null || completed === null) {
    throw new Error('a billing run was walked to its end and is not complete');
  }
  const { runId, entityId, through, issueDate } = opened;
  const { invoices: planned, sources, dropped, credits } = counts;
  const { issued, empty, credited } = completed;
  return { runId, entityId, through, issueDate, state: 'completed', planned, issued, empty, sources, dropped, credits, credited, waiting };
}
