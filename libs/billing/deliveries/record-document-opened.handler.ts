import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRecordOpened } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { DeliveryAnswer } from './delivery.answer';
import { findKnownDelivery } from './known-delivery';
import { RecordDocumentOpened } from './record-document-opened.command';

@CommandHandler(RecordDocumentOpened)
export class RecordDocumentOpenedHandler implements ICommandHandler<RecordDocumentOpened> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: RecordDocumentOpened): Promise<CommandResult<DeliveryAnswer>> {
    const known = await findKnownDelivery(this.ledger, body.deliveryId);
    if ('code' in known) {
      return refusedResult(known);
    }
    const origin = originOf(context, body);
    const command = { ...known.which, openedOn: known.today };
    const outcome = await this.ledger.streams.delivery.decide(known.stream, origin, (state) => decideRecordOpened(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}
