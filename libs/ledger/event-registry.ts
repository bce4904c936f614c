import { accountEvents } from './account/account.events';
import { correctionEvents } from './account/correction.events';
import { auditRecordEvents } from './audit-record/audit-record.events';
import { approvalEvents } from './approval/approval.events';
import { billingRunEvents } from './billing-run/billing-run.events';
import { collectionEvents } from './collection/collection.events';
import { bankFeeEvents, bankStatementEvents } from './bank-statement/bank-statement.events';
import { contractEvents } from './contract/contract.events';
import { creditNoteRegisterEvents } from './credit-note-register/credit-note.events';
import { customerEvents } from './customer/customer.events';
import { deliveryEvents } from './delivery/delivery.events';
import { directDebitEvents } from './direct-debit/direct-debit.events';
import { draftEvents } from './draft/draft.events';
import { entityEvents } from './entity/entity.events';
import type { EventDefinition, EventOf } from './event-definition';
import { externalInvoiceEvents } from './external-invoice/external-invoice.events';
import { gatewayPayoutEvents } from './gateway-payout/gateway-payout.events';
import { inquiryEvents } from './inquiry/inquiry.events';
import { invoiceRegisterEvents } from './invoice-register/invoice.events';
import { ledgerIdentityEvents } from './ledger-identity/ledger-identity.events';
import { mappingEvents } from './mapping/mapping.events';
import { paymentEvents } from './payment/payment.events';
import { periodEvents } from './period/period.events';
import { rateEvents } from './rates/rate.events';
import { returnEvents } from './return/return.events';
import { saleEvents } from './sale/sale.events';
import { satisfactionEvents } from './satisfaction/satisfaction.events';
import { sealEvents } from './seal/seal.events';
import { usageEvents } from './usage/usage.events';
import { webhookEndpointEvents } from './webhook-endpoint/webhook-endpoint.events';

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
  ...correctionEvents,
  ...contractEvents,
  ...usageEvents,
  ...billingRunEvents,
  ...rateEvents,
  ...approvalEvents,
  ...draftEvents,
  ...deliveryEvents,
  ...bankStatementEvents,
  ...bankFeeEvents,
  ...gatewayPayoutEvents,
  ...directDebitEvents,
  ...inquiryEvents,
  ...satisfactionEvents,
  ...sealEvents,
  ...webhookEndpointEvents,
  ...mappingEvents,
  ...auditRecordEvents,
] as const satisfies readonly EventDefinition[];

/** Any event of the ledger, to be narrowed by `type`. */
export type LedgerEvent = EventOf<(typeof eventDefinitions)[number]>;
