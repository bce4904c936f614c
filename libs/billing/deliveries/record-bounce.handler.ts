import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { readBounce } from '#delivery';
import { accountParts, decideRecordBounce, decideRecordReminderBounce, refusal, type DeliveryBounced, type Refusal } from '#ledger';
import type { EventOrigin } from '#event-store';
import type { SentLetter } from '#read-models';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { BounceAnswer } from './delivery.answer';
import type { RecordBounceBody } from './delivery.dto';
import { deliveryIdOfMessage } from './document-delivery';
import { findLetterOfKey, letterKeyOfMessage } from './found-letter';
import { findKnownDelivery } from './known-delivery';
import { RecordBounce } from './record-bounce.command';

type Told = Pick<DeliveryBounced['data'], 'kind' | 'reason'> & { readonly about: { readonly id: string } | { readonly letterKey: string } };

@CommandHandler(RecordBounce)
export class RecordBounceHandler implements ICommandHandler<RecordBounce> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: RecordBounce): Promise<CommandResult<BounceAnswer>> {
    const told = toldBy(body);
    if ('code' in told) {
      return refusedResult(told);
    }
    const letter = await this.letterOf(told);
    if (letter !== undefined) {
      return this.letterBounced(letter, told, originOf(context, told));
    }
    if ('letterKey' in told.about) {
      return refusedResult(notOurs(told.about.letterKey));
    }
    const known = await findKnownDelivery(this.ledger, told.about.id);
    if ('code' in known) {
      return refusedResult(known);
    }
    const command = { ...known.which, bouncedOn: known.today, kind: told.kind, reason: told.reason };
    const outcome = await this.ledger.streams.delivery.decide(known.stream, originOf(context, told), (state) => decideRecordBounce(command, state));
    return resultOf(outcome, (answer) => answer);
  }

  private async letterOf({ about }: Told): Promise<SentLetter | undefined> {
    await this.ledger.readModels.catchUp();
    return 'id' in about ? (await this.ledger.lookups.emailLetters(about.id, { limit: 1 })).items[0] : findLetterOfKey(this.ledger, about.letterKey);
  }

  private async letterBounced({ reminderId, accountId }: SentLetter, { kind, reason }: Told, origin: EventOrigin): Promise<CommandResult<BounceAnswer>> {
    const entity = await findEntity(this.ledger, accountParts(accountId).entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const command = { accountId, reminderId, bouncedOn: entity.facts.today, kind, reason };
    const outcome = await this.ledger.streams.account.decide(accountId, origin, (state) => decideRecordReminderBounce(command, state));
    return resultOf(outcome, ({ detail }): BounceAnswer => ({
      deliveryId: reminderId, documentId: reminderId, channel: 'email', kind: 'reminder', accountId, state: 'bounced', detail,
    }));
  }
}

const notOurs = (messageId: string): Refusal =>
  refusal('not-found', 'BOUNCE.NOT_OURS', 'the notification is about a message that carried no document or reminder of this ledger. Look for it elsewhere.', { messageId: messageId.slice(0, 100) });

function toldBy({ message, deliveryId, kind, reason }: RecordBounceBody): Told | Refusal {
  if (message === undefined) {
    return deliveryId === undefined || kind === undefined
      ? refusal('invalid', 'BOUNCE.INCOMPLETE', 'a bounce without a notification needs deliveryId and kind. Send both, or the notification as message.', { field: 'kind' })
      : { about: { id: deliveryId }, kind, reason: reason ?? '' };
  }
  const read = readBounce(message);
  if (!read.ok) {
    return refusal('invalid', read.code, read.message, { field: 'message' });
  }
  const { messageId, kind: found, reason: said } = read.bounce;
  const id = deliveryIdOfMessage(messageId);
  const letterKey = letterKeyOfMessage(messageId);
  if (id !== null) {
    return { about: { id }, kind: found, reason: said };
  }
  return letterKey === null ? notOurs(messageId) : { about: { letterKey }, kind: found, reason: said };
}
