import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideApproveDraft } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { resultOf } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { ApproveDraft } from './approve-draft.command';
import type { DraftAnswer } from './draft.answer';

@CommandHandler(ApproveDraft)
export class ApproveDraftHandler implements ICommandHandler<ApproveDraft> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: ApproveDraft): Promise<CommandResult<DraftAnswer>> {
    const { draftId, contentRevision } = body;
    const command = { draftId, actor: context.actor, ...(contentRevision === undefined ? {} : { contentRevision }) };
    const outcome = await this.ledger.streams.draft.decide(draftId, originOf(context, body), (state) => decideApproveDraft(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}
