import * as fc from 'fast-check';
import { formatMinor, knownCurrency } from '#money';
import { Calendar } from '../calendar';
import { builtInChart } from '../entity/built-in-chart';
import { Chart, postings } from '../postings';
import { accountId, AccountUnderTest, foldAll, invoice, payment } from './account-under-test';
import type { AccountState } from './account.state';
import { decideAllocatePayment } from './allocate-payment';
import { decideEnterInvoice } from './enter-invoice';
import { decideEnterPayment } from './enter-payment';
import { decideReverseAllocation } from './reverse-allocation';

const currency = fc.constantFrom('USD', 'JPY', 'KWD');
const amount = fc.integer({ min: 1, max: 400 });
/** Base minor units per hundred minor units: any rate, also one that makes every share a fraction. */
const rate = fc.integer({ min: 1, max: 35_000 });
const pick = fc.nat(1000);
const step = fc.oneof(
  fc.record({ kind: fc.constant('invoice' as const), currency, amount, rate, parts: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('payment' as const), currency, amount, rate, automatic: fc.boolean() }),
  fc.record({ kind: fc.constant('allocate' as const), amount: fc.option(amount), settles: amount, pick, other: pick }),
  fc.record({ kind: fc.constant('undo' as const), amount: fc.option(amount), pick }),
);
type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never;

/** Three cents undone of what settled eight mils move no mil, and so none of the base amount of the mils. */
const roundedToNothing: Step[] = [
  { kind: 'invoice', currency: 'KWD', amount: 8, rate: 104, parts: 2 },
  { kind: 'payment', currency: 'USD', amount: 49, rate: 1, automatic: false },
  { kind: 'allocate', amount: 49, settles: 8, pick: 0, other: 0 },
  { kind: 'undo', amount: 3, pick: 0 },
];

const text = (minor: number, code: string): string => formatMinor(BigInt(minor), knownCurrency(code).digits);
const inBase = (minor: number, rateOf: number): string => formatMinor(BigInt(Math.max(1, Math.round((minor * rateOf) / 100))), 2);

class World {
  readonly account = new AccountUnderTest();
  private made = 0;

  take(one: Step): void {
    const id = `${one.kind}${(this.made += 1)}`;
    switch (one.kind) {
      case 'invoice':
        return this.invoice(id, one);
      case 'payment':
        return this.payment(id, one);
      case 'allocate':
        return this.allocate(id, one);
      case 'undo':
        return this.undo(id, one);
    }
  }

  private invoice(id: string, one: Extract<Step, { kind: 'invoice' }>): void {
    const each = text(one.amount, one.currency);
    const instalments = Array.from({ length: one.parts }, (_, index) => ({ number: index + 1, dueDate: '2010-12-31', amount: each }));
    const gross = one.amount * one.parts;
    const command = invoice(id, text(gross, one.currency), { currency: one.currency, instalments, baseGross: inBase(gross, one.rate) });
    this.account.do((state) => decideEnterInvoice(command, state));
  }

  private payment(id: string, one: Extract<Step, { kind: 'payment' }>): void {
    const instruction = { allocate: one.automatic ? ('auto' as const) : ('none' as const) };
    const command = payment(id, text(one.amount, one.currency), { currency: one.currency, baseAmount: inBase(one.amount, one.rate), instruction });
    this.account.do((state) => decideEnterPayment(command, state));
  }

  private allocate(id: string, one: Extract<Step, { kind: 'allocate' }>): void {
    const source = at([...this.account.state.receipts.values()], one.pick);
    const item = at(this.account.state.items, one.other);
    if (source === undefined || item === undefined) {
      return;
    }
    const given = one.amount === null ? {} : { amount: text(one.amount, source.currency) };
    const across = item.currency === source.currency ? {} : { settles: text(one.settles, item.currency) };
    const items = [{ invoiceId: item.invoiceId, instalment: item.instalment, ...given, ...across }];
    const asked = { accountId, requestId: id, inputHash: id, source: { kind: source.kind, id: source.id }, today: '2010-12-31', items };
    const first = this.account.run((state) => decideAllocatePayment(asked, state), id);
    if (first.kind === 'accepted') {
      expect(this.account.do((state) => decideAllocatePayment(asked, state))).toEqual({ ...first, events: [] });
    }
  }

  private undo(id: string, one: Extract<Step, { kind: 'undo' }>): void {
    const allocation = at([...this.account.state.allocations.values()], one.pick);
    const part = allocation?.parts[0];
    if (allocation === undefined || part === undefined) {
      return;
    }
    const items = one.amount === null ? {} : { items: [{ invoiceId: part.item.invoiceId, amount: text(one.amount, allocation.source.currency) }] };
    const asked = { accountId, requestId: id, inputHash: id, allocationId: allocation.allocationId, today: '2010-12-31', reason: 'test', ...items };
    this.account.run((state) => decideReverseAllocation(asked, state), id);
  }
}

const at = <Value>(values: readonly Value[], place: number): Value | undefined => values[place % Math.max(1, values.length)];

const sum = <Value>(values: Iterable<Value>, of: (value: Value) => bigint): bigint => [...values].reduce((total, value) => total + of(value), 0n);

/** Cheaper than `expect` where it runs after every step. */
function must(holds: boolean, law: string): void {
  if (!holds) {
    throw new Error(law);
  }
}

function checkLaws(state: AccountState): void {
  for (const { invoiceId, open, baseOpen } of state.items) {
    must(open >= 0n && baseOpen >= 0n, `${invoiceId} is never below zero`);
    must(open > 0n || baseOpen === 0n, `${invoiceId} is closed in both currencies`);
  }
  for (const { id, unapplied, baseUnapplied } of state.receipts.values()) {
    must(unapplied >= 0n && baseUnapplied >= 0n, `${id} is never below zero`);
    must(unapplied > 0n || baseUnapplied === 0n, `${id} is used up in both currencies`);
  }
}

/** What allocations booked, by role, in base currency. The postings themselves refuse to be unbalanced. */
function booked({ log }: AccountUnderTest): Map<string, bigint> {
  const chart = new Chart();
  chart.evolve({ type: 'ChartMapped', data: { entityId: 'main', accounts: [...builtInChart] } });
  const sums = new Map<string, bigint>();
  for (const { event } of log) {
    for (const line of postings(event, { calendar: new Calendar(), chart })) {
      sums.set(line.role, (sums.get(line.role) ?? 0n) + line.baseAmount);
    }
  }
  return sums;
}

describe('laws of money in foreign currencies', () => {
  it('whatever is closed in its own currency is closed in base currency, and the journal says what the account says', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 40, size: 'max' }), (steps) => {
        const world = new World();
        for (const one of steps) {
          world.take(one);
          checkLaws(world.account.state);
        }
        const { state } = world.account;
        const sums = booked(world.account);
        const paid = sum(state.items, ({ baseAmount, baseOpen }) => baseAmount - baseOpen);
        const entered = sum(world.account.log, ({ event }) => (event.type === 'PaymentEntered' ? BigInt(event.data.baseAmount.replace('.', '')) : 0n));
        const used = entered - sum(state.receipts.values(), ({ baseUnapplied }) => baseUnapplied);
        expect([sums.get('receivables') ?? 0n, sums.get('unapplied-receipts') ?? 0n]).toEqual([-paid, used]);
        const gain = (sums.get('realised-gain') ?? 0n) + (sums.get('realised-loss') ?? 0n);
        expect(gain).toBe(paid - used);
        expect(sums.get('exchange') ?? 0n).toBe(0n);
        expect(foldAll(world.account.log)).toEqual(state);
      }),
      { numRuns: 150, examples: [[roundedToNothing]] },
    );
  });

  it('undoing all allocations leaves every amount as it was before them', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 25, size: 'max' }), (steps) => {
        const world = new World();
        steps.filter(({ kind }) => kind !== 'undo').forEach((one) => world.take(one));
        for (const { allocationId } of [...world.account.state.allocations.values()]) {
          const asked = { accountId, requestId: `all-${allocationId}`, inputHash: 'h', allocationId, today: '2010-12-31', reason: 'test' };
          world.account.do((state) => decideReverseAllocation(asked, state));
        }
        expect([...booked(world.account).values()].every((amountLeft) => amountLeft === 0n)).toBe(true);
        expect(world.account.state.items.every(({ open, amount: whole, baseOpen, baseAmount }) => open === whole && baseOpen === baseAmount)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('an allocation on record from before gains were posted', () => {
  it('folds with one base amount for both sides', () => {
    const account = new AccountUnderTest();
    const foreign = { currency: 'USD', baseCurrency: 'GBP' };
    account.do((state) => decideEnterInvoice(invoice('a', '10.00', { ...foreign, baseGross: '6.67' }), state));
    account.do((state) => decideEnterPayment(payment('p1', '10.00', { ...foreign, baseAmount: '7.00', instruction: { allocate: 'none' } }), state));
    const items = [{ invoiceId: 'a', instalment: 1, amount: '10.00', baseAmount: '6.67' }];
    const event = {
      type: 'PaymentAllocated' as const,
      data: { accountId, allocationId: 'old', source: { kind: 'receipt' as const, id: 'p1' }, allocatedOn: '2010-12-10', ...foreign, items, rule: 'clerk' as const },
    };
    account.run(() => ({ kind: 'accepted', events: [event], answer: null }));
    expect(account.state.items[0]).toMatchObject({ open: 0n, baseOpen: 0n });
    expect(account.state.receipts.get('p1')).toMatchObject({ unapplied: 0n, baseUnapplied: 33n });
  });
});
