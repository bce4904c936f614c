import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideIssueDraft, streamName } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { SaleAnswer } from '../sales/sale.answer';
import { DraftClosing } from './draft-closing';
import { IssueDraft } from './issue-draft.command';

/** Everything that can refuse the sale is looked at before the draft is issued: after it, nothing does. */
@CommandHandler(IssueDraft)
export class IssueDraftHandler implements ICommandHandler<IssueDraft> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly closing: DraftClosing,
  ) {}

  async execute({ body, context }: IssueDraft): Promise<CommandResult<SaleAnswer>> {
    const { draftId, requestId, issueDate } = body;
    const origin = originOf(context, body);
    const draft = await this.ledger.streams.draft.query(draftId, (state) => state);
    const entity = await findEntity(this.ledger, draft.content?.sale.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const { configuration, today } = entity.facts;
    const requestedIssueDate = issueDate ?? today;
    if (draft.content !== null && draft.issued === null && !draft.discarded) {
      const refusal = await this.closing.refusal(draft, { requestedIssueDate, strict: issueDate !== undefined }, origin.inputHash);
      if (refusal !== undefined) {
        return refusedResult(refusal);
      }
    }
    const command = { draftId, requestId, requestedIssueDate, inputHash: origin.inputHash };
    const facts = { needsApproval: configuration.draftsNeedApproval === true };
    const outcome = await this.ledger.streams.draft.decide(draftId, origin, (state) => decideIssueDraft(command, state, facts));
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const closed = await this.closing.close(draftId, origin);
    if (outcome.revision !== null) {
      this.ledger.finished.add(streamName('draft', draftId), outcome.revision);
    }
    return { ...closed, repeated: outcome.revision === null };
  }
}
