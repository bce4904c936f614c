import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideDiscardDraft } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { DiscardDraft } from './discard-draft.command';
import type { DraftAnswer } from './draft.answer';

@CommandHandler(DiscardDraft)
export class DiscardDraftHandler implements ICommandHandler<DiscardDraft> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: DiscardDraft): Promise<CommandResult<DraftAnswer>> {
    const origin = originOf(context, body);
    const command = { ...plainContent(body), inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.draft.decide(body.draftId, origin, (state) => decideDiscardDraft(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}
