import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideSetSalesTarget, type SalesTargetAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { SetSalesTarget } from './set-sales-target.command';

@CommandHandler(SetSalesTarget)
export class SetSalesTargetHandler implements ICommandHandler<SetSalesTarget> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: SetSalesTarget): Promise<CommandResult<SalesTargetAnswer>> {
    const origin = originOf(context, body);
    const command = { ...plainContent(body), inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.entity.decide(
      body.entityId,
      origin,
      (state, revision) => atExpectedRevision(context, revision, decideSetSalesTarget(command, state)),
    );
    return resultOf(outcome, (answer) => answer);
  }
}
