import {
  GivePromise, HandOver, LogContact, PlanDirectDebits, RecallFromCollections, ReceiveInquiry, ReceivePayment, RecordAgencyReceipt, RecordDirectDebitCollected, RecordDirectDebitReturned,
  RecordRefundPaid, RecordSatisfaction, RequestRefund, RunReminders, SetCreditLimit, SettleGatewayPayout, WithdrawPromise,
} from '#billing';
import { addDays } from '#ledger';
import { customers, entityIds } from './company.test-kit';
import { digitsOf } from './movements.test-kit';
import type { Made, Maker, World } from './world.test-kit';

const owed = (world: World) => world.recent(world.open('invoice'));

/** Money through a gateway: all of an item, and at times too much; or what a second attempt gives back after a chargeback was won. */
function payThroughGateway(world: World): Made {
  const item = owed(world);
  if (item === undefined) return null;
  const body = { paymentId: world.id('charge'), accountId: item.owner, receivedOn: world.today, currency: item.currency, amount: world.text(item.open + world.one([0n, 0n, 700n]), item.currency) };
  return new ReceivePayment({ ...body, heldBy: 'gateway', items: [{ invoiceId: item.document }] }, world.context());
}

/** A payout of some receipts, or the taking back of a chargeback with its fee. */
function payout(world: World): Made {
  const held = world.recent(world.log.of('PaymentReceived').filter(({ heldBy }) => heldBy === 'gateway'));
  if (held === undefined) return null;
  const { entityId, currency } = held;
  const [gross, fees] = [digitsOf(held.amount) * world.one([1n, 1n, -1n]), BigInt(1 + world.below(400))];
  const amounts = { gross: world.text(gross, currency), fees: world.text(fees, currency), net: world.text(gross - fees, currency) };
  return new SettleGatewayPayout({ payoutId: world.id('payout'), entityId, gateway: 'stripe', settledOn: world.today, currency, transactions: 1, ...amounts }, world.context());
}

function refundThroughGateway(world: World): Made {
  const paid = new Set(world.log.of('RefundPaid').map(({ refundId }) => refundId));
  const requested = world.recent(world.log.of('RefundRequested').filter(({ refundId, source }) =>
    !paid.has(refundId) && world.log.of('PaymentReceived').some(({ paymentId, heldBy }) => paymentId === source.id && heldBy === 'gateway')));
  if (requested === undefined) {
    const left = world.recent(world.open('receipt').filter(({ document }) => world.log.of('PaymentReceived').some(({ paymentId, heldBy }) => paymentId === document && heldBy === 'gateway')));
    if (left === undefined) return null;
    const body = { accountId: left.owner, refundId: world.id('refund'), source: { kind: 'receipt' as const, id: left.document }, requestedOn: world.today, reason: 'paid too much' };
    return new RequestRefund(body, world.context());
  }
  return new RecordRefundPaid({ accountId: requested.accountId, refundId: requested.refundId, heldBy: 'gateway' }, world.context());
}

/** A cheque of a later day counts from that day. */
function postDated(world: World): Made {
  const item = owed(world);
  if (item === undefined) return null;
  const body = { paymentId: world.id('cheque'), accountId: item.owner, receivedOn: addDays(world.today, 1 + world.below(30)), currency: item.currency, method: 'cheque' };
  return new ReceivePayment({ ...body, amount: world.text(item.open, item.currency), items: [{ invoiceId: item.document }] }, world.context());
}

function promise(world: World): Made {
  const given = world.recent(world.log.of('PromiseGiven'));
  if (given !== undefined && world.below(4) === 0) {
    return new WithdrawPromise({ accountId: given.accountId, promiseId: given.promiseId, requestId: world.id('withdraw'), reason: 'called off' }, world.context());
  }
  const item = owed(world);
  if (item === undefined) return null;
  const body = { accountId: item.owner, promiseId: world.id('promise'), promisedFor: addDays(world.today, 1 + world.below(10)), currency: item.currency };
  return new GivePromise({ ...body, invoices: [{ invoiceId: item.document }] }, world.context());
}

const openHandOver = (world: World) => {
  const recalled = new Set(world.log.of('RecalledFromCollections').map(({ handoverId }) => handoverId));
  return world.recent(world.log.of('HandedToCollections').filter(({ handoverId }) => !recalled.has(handoverId)));
};

function handOver(world: World): Made {
  const item = owed(world);
  if (item === undefined) return null;
  const body = { accountId: item.owner, handoverId: world.id('hand-over'), agency: 'Sample Collections', currency: item.currency, reason: 'no answer' };
  return new HandOver({ ...body, invoices: [{ invoiceId: item.document }], override: true }, world.context());
}

function recall(world: World): Made {
  const at = openHandOver(world);
  return at === undefined ? null
    : new RecallFromCollections({ accountId: at.accountId, handoverId: at.handoverId, requestId: world.id('recall'), reason: 'pays to us' }, world.context());
}

/** The agency pays what it collected less a fifth or so. */
function agencyReceipt(world: World): Made {
  const at = openHandOver(world);
  const item = world.open('invoice').find(({ owner, document }) => owner === at?.accountId && at.items.some(({ invoiceId }) => invoiceId === document));
  if (at === undefined || item === undefined || item.open < 5n) return null;
  const collected = item.open / BigInt(1 + world.below(2));
  const commission = collected / BigInt(4 + world.below(8));
  const body = { accountId: at.accountId, handoverId: at.handoverId, paymentId: world.id('agency'), receivedOn: world.today, currency: at.currency };
  return new RecordAgencyReceipt({ ...body, amount: world.text(collected - commission, at.currency), commission: world.text(commission, at.currency) }, world.context());
}

const orderDebits = (world: World): Made =>
  new PlanDirectDebits({ batchId: world.id('batch'), entityId: world.one(entityIds), collectionDate: addDays(world.today, 20) }, world.context());

function endDebit(world: World): Made {
  const ended = world.log.of('DirectDebitEnded');
  const ordered = world.recent(world.log.of('DirectDebitOrdered').filter(({ directDebitId, collectionDate }) =>
    collectionDate <= world.today && !ended.some((one) => one.directDebitId === directDebitId && one.outcome !== 'collected')));
  if (ordered === undefined) return null;
  const { directDebitId } = ordered;
  const collected = ended.some((one) => one.directDebitId === directDebitId);
  return collected || world.below(3) === 0
    ? new RecordDirectDebitReturned({ directDebitId, returnedOn: world.today, reasonCode: 'AM04' }, world.context())
    : new RecordDirectDebitCollected({ directDebitId, collectedOn: world.today }, world.context());
}

function tell(world: World): Made {
  const item = owed(world);
  const invoice = world.recent(world.log.of('InvoiceIssued'));
  if (item === undefined || invoice === undefined) return null;
  const { accountId, invoiceId } = invoice;
  return world.one<() => Made>([
    () =>
      new ReceiveInquiry(
        {
          inquiryId: world.id('inquiry'),
          accountId,
          invoiceId,
          kind: world.one(['question', 'dispute', 'complaint'] as const),
          via: 'phone',
          personal: { text: 'What is this?' },
        },
        world.context(),
      ),
    () => new RecordSatisfaction({ requestId: world.id('score'), accountId, invoiceId, score: world.below(11) }, world.context()),
    () =>
      new LogContact(
        { accountId: item.owner, contactId: world.id('contact'), channel: 'phone', direction: 'outgoing', outcome: 'reached', note: 'pays soon' },
        world.context(),
      ),
  ])();
}

function limit(world: World): Made {
  const body = { customerId: world.one(customers), requestId: world.id('limit'), entityId: world.one(entityIds), reason: 'rating' };
  return world.below(4) === 0
    ? new SetCreditLimit(body, world.context())
    : new SetCreditLimit(
        { ...body, limit: world.text(BigInt(1 + world.below(10)) * 10_000n, body.entityId === 'UK' ? 'GBP' : 'JPY'), onExceed: world.one(['warn', 'block', 'block']) },
        world.context(),
      );
}

/** Getting paid, by name, with how often it comes. */
export const careCommands: Readonly<Record<string, readonly [weight: number, maker: Maker]>> = {
  payThroughGateway: [5, payThroughGateway],
  payout: [3, payout],
  refundThroughGateway: [7, refundThroughGateway],
  postDated: [2, postDated],
  promise: [3, promise],
  handOver: [3, handOver],
  recall: [3, recall],
  agencyReceipt: [6, agencyReceipt],
  orderDebits: [5, orderDebits],
  endDebit: [14, endDebit],
  tell: [3, tell],
  limit: [4, limit],
  remind: [4, (world) => new RunReminders({ requestId: world.id('letters'), entityId: world.one(entityIds) }, world.context())],
};
