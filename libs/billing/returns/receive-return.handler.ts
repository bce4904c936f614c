import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accountIdOf, customerContact, decideReceiveReturn, streamName, type ReceiveReturn as ReceiveReturnDecision, type ReturnLine } from '#ledger';
import { uuidV5 } from '#event-store';
import type { CommandContext, CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { documentFacts, type DocumentFacts } from '../sales/sale-facts';
import { taxOf } from '../sales/sale-lines';
import { creditCandidates } from './credit-candidates';
import { CreditNoteIssuing } from './credit-note-issuing';
import { ReceiveReturn } from './receive-return.command';
import type { ReturnAnswer } from './return.answer';
import type { ReceiveReturnBody } from './return.dto';
import { creditRefused, returnResult } from './return-result';

/** Records a return, matches it to invoice lines, and walks it to its credit note and into the account. */
@CommandHandler(ReceiveReturn)
export class ReceiveReturnHandler implements ICommandHandler<ReceiveReturn> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly issuing: CreditNoteIssuing,
  ) {}

  async execute({ body, context }: ReceiveReturn): Promise<CommandResult<ReturnAnswer>> {
    const outcome = await this.decide(body, context);
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const { answer, revision, position } = outcome;
    const credit = await this.issuing.issue(body.returnId, originOf(context, body));
    if (revision !== null) {
      this.ledger.finished.add(streamName('return', body.returnId), revision);
    }
    if (credit.kind === 'refused') {
      return refusedResult(creditRefused(answer, credit));
    }
    return { kind: 'accepted', answer: returnResult(answer, credit), writeToken: credit.position ?? position, repeated: revision === null };
  }

  private async decide(body: ReceiveReturnBody, context: CommandContext) {
    const { entityId, customerId, issueDate } = body;
    const strict = issueDate !== undefined;
    const found = await documentFacts(this.ledger, { entityId, customerId, kind: 'credit-note', strict, ageMax: 0 });
    if (!found.ok) {
      return refusedResult(found.refusal);
    }
    const origin = originOf(context, body);
    const command = receiveReturn(body, found.facts, origin.inputHash);
    const known = await this.ledger.streams.return.query(body.returnId, (state) => state.received !== null);
    const candidates = known ? [] : await this.candidates(command, found.facts);
    return this.ledger.streams.return.decide(body.returnId, origin, (state) => decideReceiveReturn(command, state, { ...found.facts, candidates }));
  }

  private candidates(command: ReceiveReturnDecision, facts: DocumentFacts) {
    const { lines, receivedOn, entityId, customerId } = command;
    const named = new Set(lines.flatMap(({ invoiceId }) => (invoiceId === undefined ? [] : [invoiceId])));
    // The buyers of a walk-in account are strangers to each other: only a named invoice line is surely theirs.
    const walkIn = customerContact(facts.customer)?.kind === 'walk-in';
    return creditCandidates(this.ledger, { accountId: accountIdOf(entityId, customerId), named, lines: walkIn ? [] : lines, receivedOn });
  }
}

function receiveReturn(body: ReceiveReturnBody, facts: DocumentFacts, inputHash: string): ReceiveReturnDecision {
  const { lines, issueDate, receivedOn, ...content } = plainContent(body);
  return {
    ...content,
    inputHash,
    creditNoteId: uuidV5(`credit note of return ${body.returnId}`),
    entityId: facts.entityFacts.entityId,
    receivedOn: receivedOn ?? facts.today,
    lines: lines.map((line, index): ReturnLine => ({ ...line, lineId: line.lineId ?? String(index + 1), ...taxOf(line) })),
    strict: issueDate !== undefined,
    ...(issueDate === undefined ? {} : { requestedIssueDate: issueDate }),
  };
}
