import {
  AcceptDeduction, AllocatePayment, ChargeLateFees, HoldAccount, IdentifyPayment, MovePayment, OpenDispute, ReceivePayment, RecordRefundFailed, RecordRefundPaid,
  RecordRefundReturned, ReleaseAccount, RelieveBadDebtTax, RequestRefund, ResolveDispute, ReverseAllocation, ReverseDeduction, ReversePayment, ReverseWriteOff, WriteOff,
} from '#billing';
import { accountIdOf } from '#ledger';
import { customers } from './company.test-kit';
import { entityOf, type Item } from './movements.test-kit';
import type { Made, Maker, World } from './world.test-kit';

const portion = (world: World, open: bigint): bigint => {
  const part = open * world.one([100n, 100n, 50n, 98n, 130n, 33n]) / 100n;
  return part > 0n ? part : 1n;
};
const item = (world: World): Item | undefined => world.recent(world.open('invoice'));
const source = (world: World): Item | undefined => world.recent([...world.open('receipt'), ...world.open('credit')]);

function receive(world: World): Made {
  const owed = item(world);
  if (owed === undefined) return null;
  const entityId = entityOf(owed.owner);
  const currency = world.below(6) === 0 ? world.party().currency : owed.currency;
  const whose = world.one([{ accountId: owed.owner }, { accountId: owed.owner }, { customerId: world.one(customers) }, {}]);
  const named = world.one([{}, {}, { items: [{ invoiceId: owed.document }] }, { allocate: 'none' as const }]);
  const body = { paymentId: world.id('bank'), entityId, receivedOn: world.day(), currency, amount: world.text(portion(world, owed.open), currency) };
  return new ReceivePayment({ ...body, ...whose, ...named }, world.context());
}

function identify(world: World): Made {
  const found = world.pick(world.open('unidentified'));
  if (found === undefined) return null;
  const half = found.open / 2n;
  const first = { accountId: accountIdOf(found.owner, world.one(customers)), ...(half > 0n && world.below(2) === 0 ? { amount: world.text(half, found.currency) } : {}) };
  return new IdentifyPayment({ paymentId: found.document, requestId: world.id('identify'), splits: [first] }, world.context());
}

function allocate(world: World): Made {
  const from = source(world);
  const owed = world.pick(world.open('invoice').filter(({ owner }) => owner === from?.owner));
  if (from === undefined || owed === undefined || from.kind === 'unidentified' || from.kind === 'invoice') return null;
  const body = { accountId: from.owner, requestId: world.id('allocate'), source: { kind: from.kind, id: from.document }, ...world.maybe(3, () => ({ allocatedOn: world.day() })) };
  if (from.currency === owed.currency) {
    const amount = world.maybe(2, () => ({ amount: world.text((from.open < owed.open ? from.open : owed.open) / BigInt(1 + world.below(3)) || 1n, from.currency) }));
    return new AllocatePayment({ ...body, items: [{ invoiceId: owed.document, instalment: owed.part, ...amount }] }, world.context());
  }
  const items = [{ invoiceId: owed.document, instalment: owed.part, amount: world.text(from.open, from.currency), settles: world.text(portion(world, owed.open), owed.currency) }];
  return new AllocatePayment({ ...body, items }, world.context());
}

function undoAllocation(world: World): Made {
  const done = world.recent(world.log.of('PaymentAllocated'));
  if (done === undefined) return null;
  return new ReverseAllocation({ allocationId: done.allocationId, accountId: done.accountId, requestId: world.id('undo'), reason: 'other invoice' }, world.context());
}

function bounce(world: World): Made {
  const received = world.recent(world.log.of('PaymentReceived'));
  if (received === undefined) return null;
  const part = world.maybe(3, () => ({ amount: world.text(BigInt(received.amount.replace('.', '')) / 2n || 1n, received.currency) }));
  return new ReversePayment({ paymentId: received.paymentId, reversalId: world.id('bounce'), valueDate: world.day(), reason: 'no funds', ...part }, world.context());
}

function move(world: World): Made {
  const from = world.recent(world.open('receipt'));
  if (from === undefined) return null;
  const part = world.maybe(2, () => ({ amount: world.text(portion(world, from.open), from.currency) }));
  const toAccountId = accountIdOf(entityOf(from.owner), world.one(customers));
  return new MovePayment({ paymentId: from.document, requestId: world.id('move'), fromAccountId: from.owner, toAccountId, reason: 'other payer', ...part }, world.context());
}

function deduct(world: World): Made {
  const owed = item(world);
  if (owed === undefined) return null;
  const kind = world.one(['early-payment-discount', 'bank-charge', 'withholding', 'tolerance'] as const);
  const stated = { amount: world.text(owed.open / BigInt(4 + world.below(20)) || 1n, owed.currency), override: true };
  const body = { accountId: owed.owner, deductionId: world.id('deduction'), invoiceId: owed.document, instalment: owed.part, kind, reason: 'short' };
  return new AcceptDeduction({ ...body, ...(world.below(4) === 0 ? {} : kind === 'bank-charge' || kind === 'withholding' ? { amount: stated.amount } : stated) }, world.context());
}

function undoDeduction(world: World): Made {
  const done = world.recent(world.log.of('DeductionAccepted'));
  if (done === undefined) return null;
  return new ReverseDeduction({ accountId: done.accountId, deductionId: done.deductionId, requestId: world.id('undo'), reason: 'without right' }, world.context());
}

function writeOff(world: World): Made {
  const owed = item(world);
  if (owed === undefined) return null;
  const part = world.maybe(2, () => ({ amount: world.text(owed.open / 2n || 1n, owed.currency) }));
  const items = [{ invoiceId: owed.document, instalment: owed.part, ...part }];
  return new WriteOff({ accountId: owed.owner, writeOffId: world.id('write-off'), items, reasonCode: 'uncollectible', reason: 'letters came back' }, world.context());
}

function afterWriteOff(world: World): Made {
  const done = world.recent(world.log.of('InvoiceWrittenOff'));
  if (done === undefined) return null;
  const { accountId, writeOffId } = done;
  return world.below(2) === 0
    ? new RelieveBadDebtTax({ accountId, writeOffId, reliefId: world.id('relief') }, world.context())
    : new ReverseWriteOff({ accountId, writeOffId, requestId: world.id('recover'), reason: 'goes on' }, world.context());
}

function refund(world: World): Made {
  const from = source(world);
  if (from === undefined || from.kind === 'unidentified' || from.kind === 'invoice') return null;
  const part = world.maybe(2, () => ({ amount: world.text(from.open / 2n || 1n, from.currency) }));
  return new RequestRefund({ accountId: from.owner, refundId: world.id('refund'), source: { kind: from.kind, id: from.document }, reason: 'paid twice', ...part }, world.context());
}

function afterRefund(world: World): Made {
  const requested = world.recent(world.log.of('RefundRequested'));
  if (requested === undefined) return null;
  const { accountId, refundId, currency, baseAmount, baseCurrency } = requested;
  const paid = world.log.of('RefundPaid').some((done) => done.refundId === refundId);
  if (paid) return new RecordRefundReturned({ accountId, refundId, reason: 'payee unknown' }, world.context());
  if (world.below(3) === 0) return new RecordRefundFailed({ accountId, refundId, reason: 'closed' }, world.context());
  const bank = currency === baseCurrency || world.below(2) === 0 ? {} : { bankBaseAmount: world.text(BigInt(baseAmount.replace('.', '')) * 101n / 100n || 1n, baseCurrency) };
  return new RecordRefundPaid({ accountId, refundId, ...bank }, world.context());
}

function dispute(world: World): Made {
  const opened = world.recent(world.log.of('DisputeOpened'));
  if (opened !== undefined && world.below(2) === 0) {
    return new ResolveDispute({ accountId: opened.accountId, disputeId: opened.disputeId, requestId: world.id('resolve'), outcome: 'agreed' }, world.context());
  }
  const owed = item(world);
  return owed === undefined ? null : new OpenDispute({ accountId: owed.owner, invoiceId: owed.document, disputeId: world.id('dispute'), reason: 'broken' }, world.context());
}

function hold(world: World): Made {
  const held = world.recent(world.log.of('AccountHeld'));
  if (held !== undefined && world.below(3) !== 0) return new ReleaseAccount({ accountId: held.accountId, requestId: world.id('release'), reason: 'paid' }, world.context());
  const { entityId } = world.party();
  return new HoldAccount({ accountId: accountIdOf(entityId, 'split'), requestId: world.id('hold'), reason: 'limit' }, world.context());
}

/** Money and what corrects it, by name, with how often it comes. */
export const moneyCommands: Readonly<Record<string, readonly [weight: number, maker: Maker]>> = {
  receive: [13, receive],
  identify: [4, identify],
  allocate: [6, allocate],
  undoAllocation: [3, undoAllocation],
  bounce: [3, bounce],
  move: [3, move],
  deduct: [4, deduct],
  undoDeduction: [1, undoDeduction],
  writeOff: [2, writeOff],
  afterWriteOff: [3, afterWriteOff],
  refund: [3, refund],
  afterRefund: [4, afterRefund],
  chargeLateFees: [2, (world) => {
    const owed = item(world);
    return owed === undefined ? null : new ChargeLateFees({ accountId: owed.owner, requestId: world.id('charge') }, world.context());
  }],
  dispute: [2, dispute],
  hold: [1, hold],
};
