import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideChangeDraft } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { ChangeDraft } from './change-draft.command';
import type { DraftAnswer } from './draft.answer';
import { draftedContent } from './drafted-content';

@CommandHandler(ChangeDraft)
export class ChangeDraftHandler implements ICommandHandler<ChangeDraft> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: ChangeDraft): Promise<CommandResult<DraftAnswer>> {
    const { draftId, requestId } = body;
    const origin = originOf(context, body);
    const found = await draftedContent(this.ledger, draftId, body.sale);
    if (!found.ok) {
      return refusedResult(found.refusal);
    }
    const { sale, facts } = found.facts;
    const command = { draftId, requestId, sale, actor: context.actor, inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.draft.decide(draftId, origin, (state, revision) => decideChangeDraft(command, state, { ...facts, revision }));
    return resultOf(outcome, (answer) => answer);
  }
}
