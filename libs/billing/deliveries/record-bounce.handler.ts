import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { readBounce } from '#delivery';
import { decideRecordBounce, refusal, type DeliveryBounced, type Refusal } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { DeliveryAnswer } from './delivery.answer';
import type { RecordBounceBody } from './delivery.dto';
import { deliveryIdOfMessage } from './document-delivery';
import { findKnownDelivery } from './known-delivery';
import { RecordBounce } from './record-bounce.command';

type Told = Pick<DeliveryBounced['data'], 'kind' | 'reason' | 'deliveryId'>;

@CommandHandler(RecordBounce)
export class RecordBounceHandler implements ICommandHandler<RecordBounce> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: RecordBounce): Promise<CommandResult<DeliveryAnswer>> {
    const told = toldBy(body);
    if ('code' in told) {
      return refusedResult(told);
    }
    const known = await findKnownDelivery(this.ledger, told.deliveryId);
    if ('code' in known) {
      return refusedResult(known);
    }
    const command = { ...known.which, bouncedOn: known.today, kind: told.kind, reason: told.reason };
    const outcome = await this.ledger.streams.delivery.decide(known.stream, originOf(context, told), (state) => decideRecordBounce(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}

function toldBy({ message, deliveryId, kind, reason }: RecordBounceBody): Told | Refusal {
  if (message === undefined) {
    return deliveryId === undefined || kind === undefined
      ? refusal('invalid', 'BOUNCE.INCOMPLETE', 'a bounce without a notification needs deliveryId and kind. Send both, or the notification as message.', { field: 'kind' })
      : { deliveryId, kind, reason: reason ?? '' };
  }
  const read = readBounce(message);
  if (!read.ok) {
    return refusal('invalid', read.code, read.message, { field: 'message' });
  }
  const about = deliveryIdOfMessage(read.bounce.messageId);
  if (about === null) {
    return refusal('not-found', 'BOUNCE.NOT_OURS', 'the notification is about a message that carried no document of this ledger. Look for it elsewhere.', {
      messageId: read.bounce.messageId.slice(0, 100),
    });
  }
  return { deliveryId: about, kind: read.bounce.kind, reason: read.bounce.reason };
}
