import { Inject, Injectable } from '@nestjs/common';
import type { MailSubject } from '#delivery';
import { accountParts, customerContact, customerPreference, refusal, type CreditNoteIssued, type InvoiceIssued, type PaymentReceived, type Refusal } from '#ledger';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { readDocument } from '../ledger/read-document';
import type { IssuedDocument } from './enclosure-source';

export type SendableKind = 'invoice' | 'credit-note' | 'receipt';

/** A document with everything its message says, taken from what it froze. */
export interface FoundDocument {
  readonly kind: SendableKind;
  readonly documentId: string;
  readonly documentNumber?: string;
  readonly entityId: string;
  readonly accountId: string;
  /** Whom it is addressed to. */
  readonly customerId: string;
  readonly recipientName: string;
  readonly seller: { readonly name: string; readonly email?: string; readonly phone?: string };
  /** It is written in; undefined: not said. */
  readonly language: string | undefined;
  readonly about: MailSubject;
  readonly event: IssuedDocument;
}

/** How its customer wants it. */
export interface Recipient {
  readonly address: string;
  readonly language: string | undefined;
  readonly eInvoice: 'ubl' | 'cii' | 'factur-x' | undefined;
}

/** Finds documents to send, and whom to send them to. Looks at facts, never at what a message said before. */
@Injectable()
export class DocumentFinding {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /** Precondition: the read models have caught up with what the caller wants found. */
  async find(kind: SendableKind, idOrNumber: string): Promise<FoundDocument | Refusal> {
    const found = await this.lookUp(kind, idOrNumber);
    return found ?? refusal('not-found', 'DELIVERY.NO_DOCUMENT', `there is no ${kind} ${JSON.stringify(idOrNumber)} of ours to send. Check the id or number.`, { kind, documentId: idOrNumber });
  }

  async recipientOf(customerId: string): Promise<Recipient | Refusal> {
    const { preference, contact } = await this.ledger.streams.customer.query(customerId, (state) => ({ preference: customerPreference(state), contact: customerContact(state) }));
    if (preference?.channel === 'none') {
      return refusal('conflict', 'DELIVERY.NOT_WANTED', `customer ${customerId} wants nothing sent. Change the preference, or hand the document over.`, { customerId });
    }
    const address = preference?.personal.email ?? contact?.personal.email;
    if (address === undefined || address === '') {
      return refusal('conflict', 'DELIVERY.NO_ADDRESS', `customer ${customerId} has no e-mail address. Set one in the preference or the contact.`, { customerId });
    }
    return { address, language: preference?.language, eInvoice: preference?.eInvoice };
  }

  private async lookUp(kind: SendableKind, idOrNumber: string): Promise<FoundDocument | null> {
    const { lookups } = this.ledger;
    switch (kind) {
      case 'invoice': {
        const record = await lookups.findInvoice(idOrNumber);
        return record?.origin === 'register' ? invoiceOf(await readDocument<InvoiceIssued>(this.ledger, record.stream, record.revision, 'InvoiceIssued')) : null;
      }
      case 'credit-note': {
        const record = await lookups.findCreditNote(idOrNumber);
        return record === undefined ? null : creditNoteOf(await readDocument<CreditNoteIssued>(this.ledger, record.stream, record.revision, 'CreditNoteIssued'));
      }
      case 'receipt':
        return this.receiptOf(idOrNumber);
    }
  }

  /** The receipt of a payment that has an owner; of several owners the first. */
  private async receiptOf(paymentId: string): Promise<FoundDocument | null> {
    const { received, accountId } = await this.ledger.streams.payment.query(paymentId, (state) => ({ received: state.received, accountId: state.splits[0]?.accountId }));
    const entity = received === null ? null : await findEntity(this.ledger, received.entityId);
    if (received === null || accountId === undefined || entity?.ok !== true) {
      return null;
    }
    const { name, email, phone, language } = entity.facts.configuration;
    const { customerId } = accountParts(accountId);
    const recipientName = await this.ledger.streams.customer.query(customerId, (state) => customerContact(state)?.personal.name ?? '');
    const event: PaymentReceived = { type: 'PaymentReceived', data: received };
    return {
      kind: 'receipt', documentId: paymentId, entityId: received.entityId, accountId, customerId, recipientName, language,
      seller: { name, ...(email === undefined ? {} : { email }), ...(phone === undefined ? {} : { phone }) },
      about: { kind: 'receipt', receivedOn: received.receivedOn, amount: { amount: received.amount, currency: received.currency } }, event,
    };
  }
}

type Buyer = InvoiceIssued['data']['buyer'];

function invoiceOf(event: InvoiceIssued): FoundDocument {
  const { data } = event;
  const addressed: Buyer = data.billTo ?? data.buyer;
  const dueDate = data.instalments.map((one) => one.dueDate).sort().at(0) ?? data.issueDate;
  return {
    kind: 'invoice', documentId: data.invoiceId, documentNumber: data.documentNumber, ...partiesOf(data, addressed),
    about: {
      kind: 'invoice', number: data.documentNumber, issueDate: data.issueDate, dueDate, gross: { amount: data.totals.gross, currency: data.currency },
      ...(data.reference === undefined ? {} : { reference: data.reference }),
    },
    event,
  };
}

function creditNoteOf(event: CreditNoteIssued): FoundDocument {
  const { data } = event;
  return {
    kind: 'credit-note', documentId: data.creditNoteId, documentNumber: data.documentNumber, ...partiesOf(data, data.buyer),
    about: { kind: 'credit-note', number: data.documentNumber, issueDate: data.issueDate, gross: { amount: data.totals.gross, currency: data.currency } },
    event,
  };
}

function partiesOf({ entityId, accountId, seller, language }: InvoiceIssued['data'] | CreditNoteIssued['data'], addressed: Buyer) {
  const { name, email, phone } = seller;
  return {
    entityId, accountId, customerId: addressed.customerId, recipientName: addressed.personal.name ?? '', language,
    seller: { name, ...(email === undefined ? {} : { email }), ...(phone === undefined ? {} : { phone }) },
  };
}
