import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { DeliveryAnswer } from './delivery.answer';
import { DocumentDelivery } from './document-delivery';
import { DocumentFinding } from './found-document';
import { SendDocument } from './send-document.command';

@CommandHandler(SendDocument)
export class SendDocumentHandler implements ICommandHandler<SendDocument> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly documents: DocumentFinding,
    private readonly delivery: DocumentDelivery,
  ) {}

  async execute({ body, context }: SendDocument): Promise<CommandResult<DeliveryAnswer>> {
    await this.ledger.readModels.catchUp();
    const document = await this.documents.find(body.kind, body.documentId, body);
    if ('code' in document) {
      return refusedResult(document);
    }
    const delivered = await this.delivery.deliver(document, body.repeats, originOf(context, body));
    return delivered.kind === 'refused'
      ? delivered
      : { kind: 'accepted', answer: delivered.answer, writeToken: delivered.position, repeated: !delivered.claimed };
  }
}
