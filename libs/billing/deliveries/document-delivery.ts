import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { checkMailAddress, renderMail, type MailAttachment, type MailMessage } from '#delivery';
import type { EventOrigin } from '#event-store';
import {
  decideClaimDelivery, decideRecordDelivered, decideRecordDeliveryFailed, mayStillSend, refusal, type ClaimAnswer, type DeliveryAnswer, type Refusal,
} from '#ledger';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import type { Outcome } from '../decisions/decision-group';
import { refuseHeldMail } from './held-mail';
import { DocumentFinding, type FoundDocument, type Recipient } from './found-document';

/** What came of one document. */
export type Delivered =
  | {
      readonly kind: 'done';
      readonly answer: DeliveryAnswer;
      readonly position: string | null;
      /** False: it had been claimed before, and nothing was sent now. */
      readonly claimed: boolean;
      /** The mail server takes no message at all. */
      readonly unreachable: boolean;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const channel = 'email';
export const deliveryStream = (documentId: string): string => `${documentId}-${channel}`;

/**
 * Sends one document: claims the sending, looks at the caught-up stream once more, hands the message over and records
 * what came of it. Whoever finds a claim that is not its own sends nothing: it counts as sent until a person says
 * otherwise.
 */
@Injectable()
export class DocumentDelivery {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly documents: DocumentFinding,
  ) {}

  /** @throws UnknownStepOutcome when a store gives no answer; the command may be repeated. */
  async deliver(document: FoundDocument, repeats: string | undefined, origin: EventOrigin): Promise<Delivered> {
    const ready = await this.prepare(document, repeats);
    if ('refusal' in ready) {
      return { kind: 'refused', refusal: ready.refusal };
    }
    const { claim, message } = ready;
    const { deliveryId } = claim;
    const outcome = await this.ledger.streams.delivery.decide(deliveryStream(document.documentId), origin, (state) => decideClaimDelivery(claim, state));
    if (outcome.kind === 'refused') {
      return outcome;
    }
    const claimed = must<ClaimAnswer>(outcome);
    const { claimed: ours, ...answer } = claimed.answer;
    if (!ours) {
      return { kind: 'done', answer, position: claimed.position, claimed: false, unreachable: false };
    }
    const still = await this.ledger.streams.delivery.query(deliveryStream(document.documentId), (state) => mayStillSend(state, deliveryId));
    return still ? this.send(document, { answer, position: claimed.position, message }, origin) : { kind: 'done', answer, position: claimed.position, claimed: true, unreachable: false };
  }

  private async send(
    { documentId, entityId }: FoundDocument,
    { answer, position, message }: { readonly answer: DeliveryAnswer; readonly position: string | null; readonly message: MailMessage },
    origin: EventOrigin,
  ): Promise<Delivered> {
    const { mail, streams } = this.ledger;
    if (mail === null) {
      throw new Error('a delivery was claimed where no mail server is set up');
    }
    const sent = await mail.send(message);
    const day = await this.today(entityId);
    const which = { documentId, channel, deliveryId: answer.deliveryId } as const;
    switch (sent.kind) {
      case 'unknown':
        return { kind: 'done', answer: { ...answer, detail: sent.reason }, position, claimed: true, unreachable: false };
      case 'failed': {
        const failed = must(await streams.delivery.decide(deliveryStream(documentId), origin, (state) => decideRecordDeliveryFailed({ ...which, failedOn: day, reason: sent.reason }, state)));
        return { kind: 'done', ...failed, claimed: true, unreachable: sent.unreachable === true };
      }
      case 'accepted': {
        const known = must(await streams.delivery.decide(deliveryStream(documentId), origin, (state) => decideRecordDelivered({ ...which, sentOn: day, receipt: sent.receipt }, state)));
        return { kind: 'done', ...known, claimed: true, unreachable: false };
      }
    }
  }

  /** Everything that can refuse is asked before the claim: address, preference, files. */
  private async prepare(document: FoundDocument, repeats: string | undefined) {
    const { mail, documents, ledgerId, links } = this.ledger;
    if (mail === null) {
      return { refusal: notSetUp };
    }
    const recipient = reachable(await this.documents.recipientOf(document.customerId), document.customerId);
    if ('code' in recipient) {
      return { refusal: recipient };
    }
    const { documentId, documentNumber, kind, accountId } = document;
    const language = recipient.language ?? document.language ?? 'en';
    const deliveryId = deliveryIdOf(ledgerId, documentId, repeats);
    const held = await this.heldBack(document, deliveryId);
    if (held !== null) {
      return { refusal: held };
    }
    const made = await documents.filesOf(document.event, recipient.eInvoice === undefined ? {} : { eInvoice: recipient.eInvoice });
    if (!made.ok) {
      return { refusal: made.refusal };
    }
    const files = made.value;
    const link = await links.linkTo({ accountId, documentId, kind, deliveryId });
    const { message, language: written } = messageOf(document, { recipient, language, files, deliveryId, link });
    return {
      message,
      claim: {
        documentId, channel, deliveryId, kind, accountId, dueOn: await this.today(document.entityId), language: written,
        ...(documentNumber === undefined ? {} : { documentNumber }), attachments: files.map(({ filename }) => filename),
        ...(repeats === undefined ? {} : { repeats }), personal: { email: recipient.address },
      },
    } as const;
  }

  /** What was claimed before is answered as before, whatever came back since. */
  private async heldBack({ documentId, customerId }: FoundDocument, deliveryId: string): Promise<Refusal | null> {
    if (await this.ledger.streams.delivery.query(deliveryStream(documentId), ({ sendings }) => sendings.has(deliveryId))) {
      return null;
    }
    return refuseHeldMail(this.ledger, customerId);
  }

  private async today(entityId: string): Promise<string> {
    const entity = await findEntity(this.ledger, entityId);
    if (!entity.ok) {
      throw new Error(`legal entity ${entityId} has documents and no configuration`);
    }
    return entity.facts.today;
  }
}

export const notSetUp: Refusal = refusal(
  'conflict',
  'DELIVERY.NOT_SET_UP',
  'no mail server is set up (DAYBOOK_SMTP, DAYBOOK_MAIL_FROM), so documents cannot be sent by e-mail. Set it up and start again.',
  {},
);

/** The same wish has the same id, so that it is claimed once wherever it is asked for. */
function deliveryIdOf(ledgerId: string, documentId: string, repeats: string | undefined): string {
  return createHash('sha256').update(JSON.stringify([ledgerId, documentId, channel, repeats ?? null])).digest('hex').slice(0, 32);
}

/** What its Message-ID begins with. */
export const messageKeyOf = (deliveryId: string): string => `d.${deliveryId}`;

/** The delivery that a Message-ID of ours is about; null: none of a document. */
export const deliveryIdOfMessage = (messageId: string): string | null => /^<?d\.([0-9a-f]{32})@/.exec(messageId)?.[1] ?? null;

function reachable(recipient: Recipient | Refusal, customerId: string): Recipient | Refusal {
  if ('code' in recipient) {
    return recipient;
  }
  const checked = checkMailAddress(recipient.address);
  return checked.ok ? recipient : refusal('conflict', 'DELIVERY.ADDRESS_UNFIT', `${checked.reason}. Correct it in the preference or contact of customer ${customerId}.`, { customerId });
}

interface Enclosed {
  readonly recipient: Recipient;
  readonly language: string;
  readonly files: readonly MailAttachment[];
  readonly deliveryId: string;
  readonly link: { readonly url: string; readonly until: string } | null;
}

function messageOf({ recipientName, seller, about }: FoundDocument, { recipient, language, files, deliveryId, link }: Enclosed): { readonly message: MailMessage; readonly language: string } {
  const draft = { language, recipientName, seller, about, attachments: files.map(({ filename }) => filename), ...(link === null ? {} : { link }) };
  const written = renderMail(draft);
  return { language: written.language, message: { ...written, messageKey: messageKeyOf(deliveryId), to: { address: recipient.address, name: recipientName }, attachments: files } };
}

function must<Answer>(outcome: Outcome<Answer>): { readonly answer: Answer; readonly position: string | null } {
  if (outcome.kind === 'unknown') {
    throw new UnknownStepOutcome(outcome.message);
  }
  if (outcome.kind === 'refused') {
    throw new Error(`a step of a delivery was refused: ${outcome.refusal.code}`);
  }
  return { answer: outcome.answer, position: outcome.position };
}
