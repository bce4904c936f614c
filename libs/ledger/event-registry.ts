import { accountEvents } from './account/account.events';
import { collectionEvents } from './collection/collection.events';
import { creditNoteRegisterEvents } from './credit-note-register/credit-note.events';
import { customerEvents } from './customer/customer.events';
import { entityEvents } from './entity/entity.events';
import type { EventDefinition, EventOf } from './event-definition';
import { externalInvoiceEvents } from './external-invoice/external-invoice.events';
import { invoiceRegisterEvents } from './invoice-register/invoice.events';
import { ledgerIdentityEvents } from './ledger-identity/ledger-identity.events';
import { paymentEvents } from './payment/payment.events';
import { periodEvents } from './period/period.events';
import { returnEvents } from './return/return.events';
import { saleEvents } from './sale/sale.events';

/** Every event type Daybook writes: the one place that names them all. */
export const eventDefinitions = [
  ...ledgerIdentityEvents,
  ...entityEvents,
  ...customerEvents,
  ...saleEvents,
  ...invoiceRegisterEvents,
  ...returnEvents,
  ...creditNoteRegisterEvents,
  ...paymentEvents,
  ...accountEvents,
  ...collectionEvents,
  ...externalInvoiceEvents,
  ...periodEvents,
] as const satisfies readonly EventDefinition[];

/** Any event of the ledger, to be narrowed by `type`. */
export type LedgerEvent = EventOf<(typeof eventDefinitions)[number]>;
