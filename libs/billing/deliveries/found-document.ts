import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { MailSubject } from '#delivery';
import {
  accountParts,
  addDays,
  customerContact,
  customerPreference,
  paymentReference,
  refusal,
  type CreditNoteIssued,
  type EntityConfiguration,
  type InvoiceIssued,
  type PaymentReceived,
  type Refusal,
} from '#ledger';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { readDocument } from '../ledger/read-document';
import type { IssuedDocument } from './enclosure-source';

export type SendableKind = 'invoice' | 'credit-note' | 'receipt' | 'statement';

/** What a statement covers; by default the year up to today. */
export interface StatementPeriod {
  readonly from?: string;
  readonly asOf?: string;
}

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
  async find(kind: SendableKind, idOrNumber: string, period: StatementPeriod = {}): Promise<FoundDocument | Refusal> {
    const found = kind === 'statement' ? await this.statementOf(idOrNumber, period) : await this.lookUp(kind, idOrNumber);
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

  private async lookUp(kind: Exclude<SendableKind, 'statement'>, idOrNumber: string): Promise<FoundDocument | null> {
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
    const event: PaymentReceived = { type: 'PaymentReceived', data: received };
    return {
      kind: 'receipt', documentId: paymentId, ...(await this.partiesNow(accountId, entity.facts.configuration)),
      about: { kind: 'receipt', receivedOn: received.receivedOn, amount: { amount: received.amount, currency: received.currency } }, event,
    };
  }

  /** The statement of one customer's account; an account that strangers share has none. */
  private async statementOf(accountId: string, { from, asOf }: StatementPeriod): Promise<FoundDocument | Refusal | null> {
    const { entityId, customerId } = accountParts(accountId);
    const entity = entityId === '' ? null : await findEntity(this.ledger, entityId);
    const contact = entity?.ok === true ? await this.ledger.streams.customer.query(customerId, customerContact) : undefined;
    if (entity?.ok !== true || contact === undefined || contact.kind === 'walk-in') {
      return null;
    }
    const { today, configuration } = entity.facts;
    const until = asOf ?? today;
    const since = from ?? `${until.slice(0, 4)}-01-01`;
    if (until > today || since > until) {
      const message = `a statement runs from a day to a day that is not after today, ${today}; asked for ${since} to ${until}. Correct from and asOf.`;
      return refusal('invalid', 'STATEMENT.PERIOD', message, { from: since, asOf: until, today });
    }
    return {
      kind: 'statement', documentId: statementIdOf(accountId, since, until), documentNumber: `${since}/${until}`, ...(await this.partiesNow(accountId, configuration)),
      about: { kind: 'statement', from: since, to: until }, event: { type: 'StatementWanted', data: { accountId, from: since, asOf: until } },
    };
  }

  /** Of a document that froze no parties: both as they are known now. */
  private async partiesNow(accountId: string, { name, email, phone, language }: EntityConfiguration) {
    const { entityId, customerId } = accountParts(accountId);
    const recipientName = await this.ledger.streams.customer.query(customerId, (state) => customerContact(state)?.personal.name ?? '');
    return {
      entityId, accountId, customerId, recipientName, language, seller: { name, ...(email === undefined ? {} : { email }), ...(phone === undefined ? {} : { phone }) },
    };
  }
}

/** One account and period is one statement, wherever it is asked for. A hash: ids of customers are of any length and script. */
export const statementIdOf = (accountId: string, from: string, asOf: string): string =>
  `statement-${createHash('sha256').update(JSON.stringify([accountId, from, asOf])).digest('hex').slice(0, 32)}`;

type Buyer = InvoiceIssued['data']['buyer'];

function invoiceOf(event: InvoiceIssued): FoundDocument {
  const { data } = event;
  const addressed: Buyer = data.billTo ?? data.buyer;
  const dueDate = data.instalments.map((one) => one.dueDate).sort().at(0) ?? data.issueDate;
  return {
    kind: 'invoice', documentId: data.invoiceId, documentNumber: data.documentNumber, ...partiesOf(data, addressed),
    about: {
      kind: 'invoice', number: data.documentNumber, issueDate: data.issueDate, dueDate, gross: { amount: data.totals.gross, currency: data.currency },
      reference: paymentReference(data.documentNumber), instalments: data.instalments.map((one) => ({ dueDate: one.dueDate, amount: { amount: one.amount, currency: data.currency } })),
      ...(data.reference === undefined ? {} : { yourReference: data.reference }), ...earlyOf(data),
    },
    event,
  };
}

const earlyOf = ({ terms: { earlyPayment }, issueDate }: InvoiceIssued['data']): { readonly early?: { readonly percent: string; readonly by: string } } =>
  earlyPayment === undefined ? {} : { early: { percent: earlyPayment.percent, by: addDays(issueDate, earlyPayment.withinDays) } };

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
