import type { Kysely } from 'kysely';
import { accountParts, type DeliveryEvent } from '#ledger';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { KeyedRows } from '../store/keyed-rows';
import { deliveryTables, documentTable, letterTable, sendingTable, wishTable } from './tables';

const interests = [
  'InvoiceIssued', 'CreditNoteIssued', 'CommunicationPreferenceSet', 'ContactChanged', 'ReminderDue', 'ReminderBounced',
  'DeliveryDue', 'DeliverySent', 'DeliveryFailed', 'DeliveryBounced', 'DeliveryResolved', 'DocumentOpened',
];

class DeliveriesWriter implements ProjectionWriter {
  readonly #sendings: KeyedRows;
  readonly #documents: KeyedRows;
  readonly #letters: KeyedRows;
  readonly #wishes: KeyedRows;

  constructor({ dialect, generation }: WriterContext) {
    this.#sendings = new KeyedRows(dialect, sendingTable, generation);
    this.#documents = new KeyedRows(dialect, documentTable, generation);
    this.#letters = new KeyedRows(dialect, letterTable, generation);
    this.#wishes = new KeyedRows(dialect, wishTable, generation);
  }

  async load(): Promise<void> {
    for (const rows of this.#all()) rows.forget();
  }

  async prepare(): Promise<void> {
    // Every fact says all that its row needs.
  }

  apply({ event, sequence }: LedgerFact): void {
    switch (event.type) {
      case 'InvoiceIssued': {
        const { invoiceId, entityId, customerId, billTo, issueDate } = event.data;
        return this.#issued({ document_id: invoiceId, kind: 'invoice', entity_id: entityId, customer_id: billTo?.customerId ?? customerId, issue_day: dayNumber(issueDate), sequence });
      }
      case 'CreditNoteIssued': {
        const { creditNoteId, entityId, customerId, issueDate } = event.data;
        return this.#issued({ document_id: creditNoteId, kind: 'credit-note', entity_id: entityId, customer_id: customerId, issue_day: dayNumber(issueDate), sequence });
      }
      case 'CommunicationPreferenceSet':
        return this.#wishes.set([event.data.customerId], { channel: event.data.channel, changed_sequence: sequence });
      case 'DeliveryDue':
      case 'DeliverySent':
      case 'DeliveryFailed':
      case 'DeliveryBounced':
      case 'DeliveryResolved':
      case 'DocumentOpened':
        return this.#sending(event, sequence);
      default:
        return this.#letterOrContact(event, sequence);
    }
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    for (const rows of this.#all()) await rows.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }

  #all(): readonly KeyedRows[] {
    return [this.#sendings, this.#documents, this.#letters, this.#wishes];
  }

  #issued(row: Readonly<Record<string, string | bigint | number>>): void {
    this.#documents.insert(row);
  }

  #letterOrContact(event: LedgerFact['event'], sequence: number): void {
    if (event.type === 'ContactChanged') {
      return this.#wishes.set([event.data.customerId], { changed_sequence: sequence });
    }
    if (event.type === 'ReminderDue' && event.data.channel === 'email') {
      const { reminderId, accountId } = event.data;
      return this.#letters.insert({ reminder_id: reminderId, account_id: accountId, customer_id: accountParts(accountId).customerId, sequence });
    }
    if (event.type === 'ReminderBounced' && event.data.channel === 'email') {
      const { reminderId, kind, reason } = event.data;
      return this.#letters.set([reminderId], { bounce_kind: kind, detail: reason });
    }
  }

  #sending(event: DeliveryEvent, sequence: number): void {
    const key = [event.data.deliveryId];
    switch (event.type) {
      case 'DeliveryDue':
        return this.#due(event.data, sequence);
      case 'DeliverySent':
        return this.#sendings.set(key, { state: 'sent', detail: event.data.receipt });
      case 'DeliveryFailed':
        return this.#sendings.set(key, { state: 'failed', detail: event.data.reason });
      case 'DeliveryBounced':
        return this.#sendings.set(key, { state: 'bounced', detail: event.data.reason, bounce_kind: event.data.kind });
      case 'DeliveryResolved':
        return this.#sendings.set(key, { state: event.data.outcome, detail: event.data.reason });
      case 'DocumentOpened':
        this.#sendings.add(key, 'opened_days', 1n);
        return this.#sendings.set(key, { opened_day: dayNumber(event.data.openedOn) });
    }
  }

  #due(due: Extract<DeliveryEvent, { type: 'DeliveryDue' }>['data'], sequence: number): void {
    const { deliveryId, documentId, channel, kind, accountId, dueOn, repeats } = due;
    const { entityId, customerId } = accountParts(accountId);
    this.#sendings.insert({
      delivery_id: deliveryId, document_id: documentId, document_number: due.documentNumber ?? '', channel, kind, entity_id: entityId,
      account_id: accountId, customer_id: customerId, due_day: dayNumber(dueOn), state: 'unconfirmed', repeats: repeats ?? '', sequence,
    });
    if (kind === 'invoice' || kind === 'credit-note') {
      this.#documents.set([documentId], { claimed: 1n });
    }
  }
}

/** What was sent about which document and what became of it, and what of the issued documents was not sent yet. */
export const deliveries: Projection = {
  name: 'deliveries',
  version: 2,
  tables: deliveryTables,
  interests: new Set(interests),
  writer: (context) => new DeliveriesWriter(context),
};
