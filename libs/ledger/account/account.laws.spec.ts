import * as fc from 'fast-check';
import { formatMinor } from '#money';
import { addDays } from '../dates';
import { paymentFold } from '../payment/payment.fold';
import type { PaymentState } from '../payment/payment.state';
import { decideIdentifyPayment } from '../payment/identify-payment';
import { decideReceivePayment } from '../payment/receive-payment';
import { decideReverseIdentification } from '../payment/reverse-identification';
import { decideReversePayment } from '../payment/reverse-payment';
import { reversedParts } from '../payment/reversed-parts';
import type { PaymentEvent } from '../payment/payment.events';
import type { Decision } from '../refusal';
import { accountId, AccountUnderTest, foldAll, invoice, lowestEver, payment } from './account-under-test';
import type { AccountState, OpenItem } from './account.state';
import { decideApplyMoney } from './apply-money';
import { addCorrections, factsOf, highestEver, must, takeCorrection } from './corrections-under-test';
import { decideOpenDispute, decideResolveDispute } from './dispute';
import { decideEnterCreditNote } from './enter-credit-note';
import { decideEnterInvoice } from './enter-invoice';
import { decideEnterPayment } from './enter-payment';
import { decideEnterPaymentReversal } from './enter-payment-reversal';
import { decideReleasePayment } from './release-payment';
import { decideRequestCreditNote } from './request-credit-note';
import { decideReverseAllocation } from './reverse-allocation';

const day = fc.integer({ min: 0, max: 30 }).map((days) => addDays('2010-12-01', days));
const amount = fc.integer({ min: 1, max: 120 });
const pick = fc.nat(1000);
const money = (units: number): string => formatMinor(BigInt(units) * 25n, 2);

const step = fc.oneof(
  fc.record({ kind: fc.constant('invoice' as const), day, amount, parts: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('payment' as const), day, amount, later: fc.nat(5), pick, how: fc.constantFrom('named', 'awaited', 'oldest', 'none') }),
  fc.record({ kind: fc.constant('allocate' as const), day, amount: fc.option(amount), pick, other: pick }),
  fc.record({ kind: fc.constant('undo' as const), later: fc.nat(20), pick, part: fc.boolean() }),
  fc.record({ kind: fc.constant('bounce' as const), later: fc.nat(25), amount: fc.option(amount), pick }),
  fc.record({ kind: fc.constant('move' as const), day, amount: fc.option(amount), pick, confirm: fc.boolean() }),
  fc.record({ kind: fc.constant('credit' as const), day, amount, pick }),
  fc.record({ kind: fc.constant('dispute' as const), day, pick }),
  fc.record({ kind: fc.constant('deduct' as const), day, amount, pick, other: pick }),
  fc.record({ kind: fc.constant('undeduct' as const), later: fc.nat(20), pick }),
  fc.record({ kind: fc.constant('write-off' as const), day, amount: fc.option(amount), pick, all: fc.boolean(), relieve: fc.boolean() }),
  fc.record({ kind: fc.constant('write-back' as const), later: fc.nat(20), pick, part: fc.boolean() }),
  fc.record({ kind: fc.constant('refund' as const), day, amount: fc.option(amount), pick }),
  fc.record({ kind: fc.constant('refund-end' as const), later: fc.nat(20), pick, how: fc.constantFrom('paid', 'failed', 'returned') }),
);
type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never;

/** One account and the receipts that feed it, driven by random steps through the real deciders. */
class World {
  readonly account = new AccountUnderTest();
  readonly payments = new Map<string, PaymentState>();
  readonly confirmed: string[] = [];
  private made = 0;

  take(one: Step): void {
    this.made += 1;
    const id = `${one.kind}${this.made}`;
    switch (one.kind) {
      case 'invoice':
        return this.invoice(id, one);
      case 'payment':
        return this.payment(id, one);
      case 'allocate':
        return this.allocate(id, one);
      case 'undo':
        return this.undo(id, one);
      case 'bounce':
        return this.bounce(id, one);
      case 'move':
        return this.move(id, one);
      case 'credit':
        return this.credit(id, one);
      case 'dispute':
        return this.dispute(id, one);
      default:
        return takeCorrection(this, id, one);
    }
  }

  any<Value>(values: Iterable<Value>, at: number): Value | undefined {
    const all = [...values];
    return all[at % Math.max(1, all.length)];
  }

  private pay<Answer>(paymentId: string, decide: (state: PaymentState) => Decision<PaymentEvent, Answer>): readonly PaymentEvent[] {
    const state = this.payments.get(paymentId) ?? paymentFold.initial();
    const decision = decide(state);
    const events = decision.kind === 'accepted' ? decision.events : [];
    events.forEach((event, index) => paymentFold.evolve(state, event, index, paymentId));
    this.payments.set(paymentId, state);
    for (const timeline of [state.unidentified, ...state.byAccount.values()]) {
      must(lowestEver(timeline) === 0n, 'no day is short of what moved on');
    }
    return events;
  }

  private invoice(id: string, { day: issueDate, amount: units, parts }: Extract<Step, { kind: 'invoice' }>): void {
    const instalments = Array.from({ length: parts }, (_, index) => ({ number: index + 1, dueDate: addDays(issueDate, 7 * index), amount: money(units) }));
    const gross = money(units * parts);
    const command = invoice(id, gross, { issueDate, instalments, baseGross: gross });
    this.account.do((state) => decideEnterInvoice(command, state));
    expect(this.account.do((state) => decideEnterInvoice(command, state)).events).toEqual([]);
  }

  private payment(id: string, one: Extract<Step, { kind: 'payment' }>): void {
    const identifiedOn = addDays(one.day, one.later);
    const named = this.any(this.account.state.invoices.keys(), one.pick) ?? 'unknown';
    const instruction =
      one.how === 'named' ? { allocate: 'auto' as const, items: [{ invoiceId: named }] } : { allocate: one.how === 'none' ? ('none' as const) : ('auto' as const) };
    const reference = one.how === 'awaited' ? `NO-invoice${this.made + (one.pick % 4)}` : 'thank you';
    const receipt = {
      paymentId: id, entityId: 'main', receivedOn: one.day, currency: 'GBP', amount: money(one.amount), baseCurrency: 'GBP', rate: '1', method: 'bank',
      reference, instruction, inputHash: id, identification: { requestId: 'i1', identifiedOn, splits: [{ accountId }] },
    };
    this.pay(id, (state) => decideReceivePayment(receipt, state));
    expect(this.pay(id, (state) => decideReceivePayment(receipt, state))).toEqual([]);
    const command = payment(id, money(one.amount), { receivedOn: one.day, identifiedOn, reference, instruction });
    this.account.do((state) => decideEnterPayment(command, state));
    const again = this.account.do((state) => decideEnterPayment(command, state));
    expect(again.events).toEqual([]);
  }

  private allocate(id: string, one: Extract<Step, { kind: 'allocate' }>): void {
    const { receipts, credits, invoices } = this.account.state;
    const source = this.any([...receipts.values(), ...credits.values()], one.pick);
    const target = this.any(invoices.keys(), one.other);
    if (source === undefined || target === undefined) {
      return;
    }
    const items = [{ invoiceId: target, ...(one.amount === null ? {} : { amount: money(one.amount) }) }];
    const command = { accountId, requestId: id, inputHash: id, source: { kind: source.kind, id: source.id }, allocatedOn: one.day, today: one.day, items };
    const first = this.account.run((state) => decideApplyMoney(command, state, factsOf), id);
    if (first.kind === 'accepted') {
      expect(this.account.do((state) => decideApplyMoney(command, state, factsOf))).toEqual({ kind: 'accepted', events: [], answer: first.answer });
      const other = this.account.run((state) => decideApplyMoney({ ...command, inputHash: 'other' }, state, factsOf));
      expect(other).toMatchObject({ kind: 'refused', refusal: { code: 'ALLOCATION.CONFLICT' } });
    }
  }

  private undo(id: string, one: Extract<Step, { kind: 'undo' }>): void {
    const allocation = this.any(this.account.state.allocations.values(), one.pick);
    if (allocation === undefined) {
      return;
    }
    const reversedOn = addDays(allocation.allocatedOn, one.later);
    const invoiceId = allocation.parts[0]?.item.invoiceId ?? '';
    const items = one.part ? { items: [{ invoiceId, amount: '0.25' }] } : {};
    const command = { accountId, requestId: id, inputHash: id, allocationId: allocation.allocationId, reversedOn, today: reversedOn, reason: 'test', ...items };
    const first = this.account.run((state) => decideReverseAllocation(command, state), id);
    if (first.kind === 'accepted') {
      expect(this.account.do((state) => decideReverseAllocation(command, state))).toEqual({ kind: 'accepted', events: [], answer: first.answer });
    }
  }

  private bounce(id: string, one: Extract<Step, { kind: 'bounce' }>): void {
    const paymentId = this.any(this.payments.keys(), one.pick);
    const received = paymentId === undefined ? null : (this.payments.get(paymentId)?.received ?? null);
    if (paymentId === undefined || received === null) {
      return;
    }
    const valueDate = addDays(received.receivedOn, one.later);
    const asked = one.amount === null ? {} : { amount: money(one.amount) };
    const events = this.pay(paymentId, (state) => decideReversePayment({ paymentId, reversalId: id, inputHash: id, valueDate, reason: 'bounced', ...asked }, state));
    const before = [...this.confirmed];
    for (const command of events.flatMap(reversedParts).map((part) => ({ ...part, confirmed: before }))) {
      const first = this.account.do((state) => decideEnterPaymentReversal(command, state));
      expect(this.account.do((state) => decideEnterPaymentReversal(command, state))).toEqual({ kind: 'accepted', events: [], answer: first.answer });
    }
  }

  /** Releases money; confirmed, it goes to another account and back to this one. */
  private move(id: string, one: Extract<Step, { kind: 'move' }>): void {
    const paymentId = this.any(this.account.state.receipts.keys(), one.pick);
    if (paymentId === undefined) {
      return;
    }
    const asked = one.amount === null ? {} : { amount: money(one.amount) };
    const command = { accountId, requestId: id, inputHash: id, paymentId, releasedOn: one.day, today: one.day, reason: 'test', ...asked };
    const released = this.account.run((state) => decideReleasePayment(command, state), id);
    if (released.kind === 'refused' || !one.confirm) {
      return;
    }
    const { amount: text } = released.answer;
    const back = this.pay(paymentId, (state) =>
      decideReverseIdentification({ paymentId, requestId: id, inputHash: id, accountId, amount: text, reversedOn: one.day, today: one.day, reason: 'test' }, state),
    );
    if (back.length === 0) {
      return;
    }
    this.confirmed.push(id);
    const splits = [{ accountId, amount: text }];
    const events = this.pay(paymentId, (state) => decideIdentifyPayment({ paymentId, requestId: `again-${id}`, inputHash: id, identifiedOn: one.day, splits }, state));
    if (events.length > 0) {
      this.account.do((state) => decideEnterPayment(payment(paymentId, text, { identificationId: `again-${id}`, receivedOn: one.day }), state));
    }
  }

  private credit(id: string, one: Extract<Step, { kind: 'credit' }>): void {
    const target = this.any(this.account.state.invoices.values(), one.pick);
    if (target === undefined) {
      return;
    }
    const net = money(one.amount);
    const billed = { description: '', unitPrice: '0.25', taxCategory: 'Z' as const, taxRate: '0', tax: '0.00' };
    const line = { ...billed, lineId: '1', returnLineId: '1', quantity: String(one.amount), net, delivery: 'delivered' as const, invoiceId: target.invoiceId, invoiceLineId: 'L' };
    const gross = formatMinor(target.gross, 2);
    const quantity = (target.gross / 25n).toString();
    const fact = { invoiceId: target.invoiceId, currency: 'GBP', lines: [{ ...billed, lineId: 'L', quantity, net: gross, recognition: { rule: 'at-issue' as const } }] };
    const common = { accountId, creditNoteId: id, currency: 'GBP' };
    const totals = { net, tax: '0.00', gross: net };
    const request = { ...common, returnId: id, seriesId: 'CN', requestedIssueDate: one.day, lines: [line], totals, inputHash: id, standAloneAllowed: true };
    this.account.do((state) => decideRequestCreditNote(request, state, [fact]), id);
    const document = { seriesId: 'CN', revision: this.made, documentNumber: id, issueDate: one.day, gross: net };
    const entered = { ...common, ...document, baseCurrency: 'GBP', baseGross: net, allocationId: `auto-${id}` };
    this.account.do((state) => decideEnterCreditNote(entered, state));
    const credited = this.account.state.credited.get(target.invoiceId)?.get('L');
    expect((credited?.net ?? 0n) <= target.gross).toBe(true);
  }

  private dispute(id: string, one: Extract<Step, { kind: 'dispute' }>): void {
    const open = this.any([...this.account.state.disputes.values()].filter(({ resolvedOn }) => resolvedOn === null), one.pick);
    if (open !== undefined && one.pick % 2 === 0) {
      this.account.do((state) => decideResolveDispute({ accountId, disputeId: open.disputeId, requestId: id, inputHash: id, today: one.day, outcome: 'ok' }, state));
      return;
    }
    const target = this.any(this.account.state.invoices.keys(), one.pick);
    if (target !== undefined) {
      this.account.run((state) => decideOpenDispute({ accountId, invoiceId: target, disputeId: id, inputHash: id, today: one.day, reason: 'late' }, state), id);
    }
  }
}

function checkLaws({ account: { state } }: World): void {
  const sources = [...state.receipts.values(), ...state.credits.values()];
  const paid = new Map<OpenItem, bigint>();
  for (const source of sources) {
    must(lowestEver(source.timeline) === 0n, `${source.id} is never below zero`);
    must(source.timeline.amounts.reduce((sum, one) => sum + one, 0n) === source.unapplied, `${source.id} sums its movements`);
    must(source.baseUnapplied === source.unapplied, `${source.id} has as much in base currency`);
    for (const { item, left, baseLeft } of source.allocations.flatMap(({ parts }) => parts)) {
      must(left >= 0n && baseLeft === left, 'no allocation is undone beyond itself');
      paid.set(item, (paid.get(item) ?? 0n) + left);
    }
  }
  addCorrections(state, paid);
  for (const item of state.items) {
    must(lowestEver(item.timeline) === 0n, `${item.invoiceId} is never below zero`);
    must(highestEver(item) <= item.amount, `${item.invoiceId} is never more open than it was issued for`);
    must(item.amount - item.open === (paid.get(item) ?? 0n), `what is paid of ${item.invoiceId} is what allocations pay`);
    must(item.timeline.amounts.reduce((sum, one) => sum + one, 0n) === item.open, `${item.invoiceId} sums its movements`);
    must(item.baseOpen === item.open, `${item.invoiceId} is as open in base currency`);
  }
  checkQueues(state);
}

function checkQueues(state: AccountState): void {
  for (const [currency, queue] of state.queues) {
    const waiting = state.items.filter((item) => item.currency === currency && item.open > 0n && !state.openDisputes.has(item.invoiceId));
    must(queue.length === waiting.length && waiting.every((item) => queue.includes(item)), 'the queue holds what is open and not disputed');
    must(queue.every((item, index) => index === 0 || (queue[index - 1]?.dueDate ?? '') <= item.dueDate), 'the queue is in order of due dates');
  }
}

describe('laws of the debtor account', () => {
  it('no open or unapplied amount is negative on any date, and allocations sum to what moved', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }), (steps) => {
        const world = new World();
        for (const one of steps) {
          world.take(one);
          checkLaws(world);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('folding a prefix, putting it away and folding the rest equals folding all', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 30, size: 'max' }), fc.nat(), (steps, at) => {
        const world = new World();
        steps.forEach((one) => world.take(one));
        const { log, state } = world.account;
        const cut = at % (log.length + 1);
        const prefix = structuredClone(foldAll(log.slice(0, cut)));
        expect(foldAll(log.slice(cut), prefix, cut)).toEqual(state);
        expect(foldAll(log)).toEqual(state);
      }),
      { numRuns: 60 },
    );
  });
});
