import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkMailAddress, readBounce, sameMailbox } from '#delivery';
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
import { findKnownDelivery, type KnownDelivery } from './known-delivery';
import { RecordBounce } from './record-bounce.command';

type Told = Pick<DeliveryBounced['data'], 'kind' | 'reason'> & { readonly about: { readonly id: string } | { readonly letterKey: string } };

@CommandHandler(RecordBounce)
export class RecordBounceHandler implements ICommandHandler<RecordBounce> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: RecordBounce): Promise<CommandResult<BounceAnswer>> {
    const said = toldBy(body, this.ledger.mail?.messageDomain);
    if ('code' in said) {
      return refusedResult(said);
    }
    const { told, recipients } = said;
    const letter = await this.letterOf(told);
    if (letter !== undefined) {
      const unlike = contradiction(body, letter.reminderId) ?? (await this.otherReader(letter, recipients));
      if (unlike !== undefined) {
        return refusedResult(unlike);
      }
      return this.letterBounced(letter, told, originOf(context, told));
    }
    if ('letterKey' in told.about) {
      return refusedResult(notOurs(told.about.letterKey));
    }
    const known = await findKnownDelivery(this.ledger, told.about.id);
    if ('code' in known) {
      return refusedResult(known);
    }
    const unlike = contradiction(body, told.about.id) ?? (await this.otherRecipient(known, recipients));
    if (unlike !== undefined) {
      return refusedResult(unlike);
    }
    const command = { ...known.which, bouncedOn: known.today, kind: told.kind, reason: told.reason };
    const outcome = await this.ledger.streams.delivery.decide(known.stream, originOf(context, told), (state) => decideRecordBounce(command, state));
    return resultOf(outcome, (answer) => answer);
  }

  private async letterOf({ about }: Told): Promise<SentLetter | undefined> {
    await this.ledger.readModels.catchUp();
    return 'id' in about ? (await this.ledger.lookups.emailLetters(about.id, { limit: 1 })).items[0] : findLetterOfKey(this.ledger, about.letterKey);
  }

  /** A report about anybody else says nothing of our message, whatever headers it holds. */
  private async otherRecipient({ stream, which }: KnownDelivery, recipients: readonly string[] | null): Promise<Refusal | undefined> {
    const sentTo = await this.ledger.streams.delivery.query(stream, ({ sendings }) => sendings.get(which.deliveryId)?.due.personal.email);
    return refuseOthers(recipients, [sentTo]);
  }

  /** A letter keeps no address; it went to one that the customer had. */
  private async otherReader({ accountId }: SentLetter, recipients: readonly string[] | null): Promise<Refusal | undefined> {
    const had = await this.ledger.streams.customer.query(accountParts(accountId).customerId, ({ contacts, preferences }) => [
      ...contacts.map(({ contact }) => contact.personal.email),
      ...preferences.map(({ preference }) => preference.personal.email),
    ]);
    return refuseOthers(recipients, had);
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

const byHand = 'If you know that it is ours, record the bounce by hand, with deliveryId and kind.';

function contradiction({ message, deliveryId }: RecordBounceBody, found: string): Refusal | undefined {
  return message === undefined || deliveryId === undefined || deliveryId === found
    ? undefined
    : refusal('invalid', 'BOUNCE.CONTRADICTION', `the notification is about ${found}, not about deliveryId ${deliveryId.slice(0, 100)}. Send the right one of them alone.`, { deliveryId, found });
}

/** @param recipients null: a person says it, without a notification. Addresses that were erased cannot be compared. */
function refuseOthers(recipients: readonly string[] | null, sentTo: readonly (string | undefined)[]): Refusal | undefined {
  const known = sentTo.flatMap((address) => (address !== undefined && checkMailAddress(address).ok ? [address] : []));
  if (recipients === null || known.length === 0 || recipients.some((one) => known.some((address) => sameMailbox(one, address)))) {
    return undefined;
  }
  return refusal('conflict', 'BOUNCE.OTHER_RECIPIENT', `the notification is about another recipient than the message was sent to. ${byHand}`, { field: 'message' });
}

interface Said {
  readonly told: Told;
  /** Whom the notification names; null: there is none. */
  readonly recipients: readonly string[] | null;
}

function toldBy({ message, deliveryId, kind, reason }: RecordBounceBody, domain: string | undefined): Said | Refusal {
  if (message === undefined) {
    return deliveryId === undefined || kind === undefined
      ? refusal('invalid', 'BOUNCE.INCOMPLETE', 'a bounce without a notification needs deliveryId and kind. Send both, or the notification as message.', { field: 'kind' })
      : { told: { about: { id: deliveryId }, kind, reason: reason ?? '' }, recipients: null };
  }
  const read = readBounce(message);
  if (!read.ok) {
    return refusal('invalid', read.code, read.message, { field: 'message' });
  }
  const { messageId, kind: found, reason: said, recipients } = read.bounce;
  if (domain !== undefined && !messageId.toLowerCase().endsWith(`@${domain.toLowerCase()}>`)) {
    const text = `the notification is about a message of another sender: its Message-ID does not end with @${domain}. ${byHand}`;
    return refusal('not-found', 'BOUNCE.OTHER_SENDER', text, { messageId: messageId.slice(0, 100) });
  }
  const id = deliveryIdOfMessage(messageId);
  const letterKey = letterKeyOfMessage(messageId);
  if (id !== null) {
    return { told: { about: { id }, kind: found, reason: said }, recipients };
  }
  return letterKey === null ? notOurs(messageId) : { told: { about: { letterKey }, kind: found, reason: said }, recipients };
}
