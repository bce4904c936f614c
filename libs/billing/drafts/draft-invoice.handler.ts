import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideDraftInvoice } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { DraftInvoice } from './draft-invoice.command';
import type { DraftAnswer } from './draft.answer';
import { draftedContent } from './drafted-content';

@CommandHandler(DraftInvoice)
export class DraftInvoiceHandler implements ICommandHandler<DraftInvoice> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: DraftInvoice): Promise<CommandResult<DraftAnswer>> {
    const { draftId, kind = 'draft' } = body;
    const origin = originOf(context, body);
    const found = await draftedContent(this.ledger, draftId, body.sale);
    if (!found.ok) {
      return refusedResult(found.refusal);
    }
    const { sale, facts } = found.facts;
    const command = { draftId, kind, sale, actor: context.actor, inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.draft.decide(draftId, origin, (state) => decideDraftInvoice(command, state, facts));
    return resultOf(outcome, (answer) => answer);
  }
}
