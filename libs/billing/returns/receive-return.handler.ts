import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ReturnLine } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { plainContent } from '../decisions/plain-content';
import type { DocumentFacts } from '../sales/sale-facts';
import { taxOf } from '../sales/sale-lines';
import { ReceiveReturn } from './receive-return.command';
import type { ReturnAnswer } from './return.answer';
import type { ReceiveReturnBody, ReturnLineBody } from './return.dto';
import { ReturnReceiving, type ReturnToReceive } from './return-receiving';

/** Records a return, matches it to invoice lines, and walks it to its credit note and into the account. */
@CommandHandler(ReceiveReturn)
export class ReceiveReturnHandler implements ICommandHandler<ReceiveReturn> {
  constructor(private readonly receiving: ReturnReceiving) {}

  execute({ body, context }: ReceiveReturn): Promise<CommandResult<ReturnAnswer>> {
    const { returnId, entityId, customerId, payerCustomerId, issueDate } = body;
    const asked = { returnId, entityId, customerId, payerCustomerId, strict: issueDate !== undefined };
    return this.receiving.receive(asked, originOf(context, body), (facts) => toReceive(body, facts));
  }
}

function toReceive(body: ReceiveReturnBody, facts: DocumentFacts): ReturnToReceive {
  const { lines, issueDate, receivedOn, ...content } = plainContent(body);
  return {
    ...content,
    entityId: facts.entityFacts.entityId,
    receivedOn: receivedOn ?? facts.today,
    lines: lines.map(returnLine),
    ...(issueDate === undefined ? {} : { requestedIssueDate: issueDate }),
  };
}

/** An amount off a line is one piece at that price. */
function returnLine(line: ReturnLineBody, index: number): ReturnLine {
  const { quantity = '1', unitPrice = '0', net, ...said } = line;
  const figures = net === undefined ? { quantity, unitPrice } : { quantity: '1', unitPrice: net, net };
  return { ...said, ...figures, lineId: line.lineId ?? String(index + 1), ...taxOf(line) };
}
