import type { EventCodec, EventStore } from '#event-store';
import {
  accountFold,
  approvalFold,
  bankFeeFold,
  bankStatementFold,
  billingRunFold,
  collectionFold,
  contractFold,
  creditNoteRegisterFold,
  customerFold,
  deliveryFold,
  directDebitBatchFold,
  draftFold,
  entityFold,
  externalInvoiceFold,
  invoiceRegisterFold,
  gatewayPayoutFold,
  inquiryFold,
  mappingFold,
  paymentFold,
  periodFold,
  ratesFold,
  returnFold,
  saleFold,
  satisfactionFold,
  webhookEndpointFold,
  type Category,
  type DomainEvent,
  type StreamFold,
} from '#ledger';
import { DecisionStream, type DecisionTiming } from '../decisions/decision-stream';
import type { RegisterIndex } from '../local-index/register-index';
import type { UsageIndex } from '../local-index/usage-index';
import { registerFamily } from './register-family';
import { usageFamily } from './usage-family';

/** How many folded streams of each family stay in memory: the busy ones; the rest are folded when they are needed. */
const cachedStreams = {
  entity: 100,
  customer: 20_000,
  sale: 5_000,
  return: 2_000,
  payment: 5_000,
  account: 20_000,
  collection: 5_000,
  external: 1_000,
  draft: 1_000,
  rates: 100,
  period: 100,
  contract: 20_000,
  billingrun: 100,
  approval: 500,
  delivery: 1_000,
  gatewaypayout: 200,
  directdebit: 100,
  inquiry: 500,
  satisfaction: 500,
  bankstatement: 20,
  bankfee: 100,
  webhookendpoint: 100,
  mapping: 100,
} as const;

/** What stands where in streams too long to be held in memory. */
export interface LedgerIndexes {
  readonly documents: RegisterIndex;
  readonly usage: UsageIndex;
}

/** One decision stream per family: everything this process decides goes through these. */
export function openLedgerStreams(store: EventStore, codec: EventCodec, indexes: LedgerIndexes, timing: DecisionTiming) {
  const stream = <State, Event extends DomainEvent>(
    category: Category & keyof typeof cachedStreams,
    fold: StreamFold<State, Event>,
  ): DecisionStream<State, Event> => new DecisionStream({ category, fold, cachedStreams: cachedStreams[category] }, store, codec, timing);
  return {
    entity: stream('entity', entityFold),
    customer: stream('customer', customerFold),
    sale: stream('sale', saleFold),
    return: stream('return', returnFold),
    payment: stream('payment', paymentFold),
    account: stream('account', accountFold),
    collection: stream('collection', collectionFold),
    external: stream('external', externalInvoiceFold),
    draft: stream('draft', draftFold),
    rates: stream('rates', ratesFold),
    period: stream('period', periodFold),
    contract: stream('contract', contractFold),
    billingrun: stream('billingrun', billingRunFold),
    approval: stream('approval', approvalFold),
    delivery: stream('delivery', deliveryFold),
    gatewaypayout: stream('gatewaypayout', gatewayPayoutFold),
    directdebit: stream('directdebit', directDebitBatchFold),
    inquiry: stream('inquiry', inquiryFold),
    satisfaction: stream('satisfaction', satisfactionFold),
    bankstatement: stream('bankstatement', bankStatementFold),
    bankfee: stream('bankfee', bankFeeFold),
    webhookendpoint: stream('webhookendpoint', webhookEndpointFold),
    mapping: stream('mapping', mappingFold),
    usage: new DecisionStream(usageFamily(indexes.usage), store, codec, timing),
    invoices: new DecisionStream(registerFamily('invoices', invoiceRegisterFold, ({ data }) => data.invoiceId, indexes.documents), store, codec, timing),
    creditnotes: new DecisionStream(registerFamily('creditnotes', creditNoteRegisterFold, ({ data }) => data.creditNoteId, indexes.documents), store, codec, timing),
  };
}

export type LedgerStreams = ReturnType<typeof openLedgerStreams>;

/** Every stream is folded from the log again: it may say less by now. */
export function forgetFolded(streams: LedgerStreams): void {
  for (const stream of Object.values(streams)) stream.forget();
}
