import * as fc from 'fast-check';
import { accountId, payment, type AccountUnderTest } from '../account/account-under-test';
import { decideOpenDispute, decideResolveDispute } from '../account/dispute';
import { decideEnterPayment } from '../account/enter-payment';
import { decideHandOver, decideRecallFromCollections } from '../account/hand-over';
import { decideGivePromise } from '../account/promise';
import { decideRecordReminderFailed } from '../account/reminder-outcome';
import { addDays, daysBetween } from '../dates';
import { given, policyOf, run } from './reminder-runs.test-kit';

const ids = ['i0', 'i1', 'i2', 'i3', 'i4'];

interface At {
  readonly accountId: string;
  readonly inputHash: string;
  readonly today: string;
  /** Of this act alone. */
  readonly name: string;
}
type Decided = ReturnType<
  | typeof decideOpenDispute | typeof decideEnterPayment | typeof decideGivePromise | typeof decideResolveDispute | typeof decideHandOver
  | typeof decideRecallFromCollections
>;

/** A debtor's history by chance, with a simple record beside it of who is to be left alone. */
class History {
  readonly account: AccountUnderTest = given(...ids.map((id, n): [string, string] => [id, addDays('2010-12-01', 3 * n)]));
  day = '2010-12-01';
  readonly #paid = new Set<string>();
  readonly #disputes = new Map<string, string>();
  readonly #agencies = new Map<string, string>();
  readonly #promised = new Map<string, string>();
  readonly #taken = new Map<string, number[]>();
  readonly #letters = new Map<string, string>();
  #acts = 0;

  constructor(private readonly minimumGapDays: number) {}

  pay(id: string): void {
    this.#does((at) => decideEnterPayment(payment(at.name, '30.00', { receivedOn: this.day, reference: `NO-${id}` }), this.account.state));
    this.account.state.items.filter(({ open }) => open === 0n).forEach(({ invoiceId }) => this.#paid.add(invoiceId));
  }

  promise(id: string, days: number): void {
    const promisedFor = addDays(this.day, days);
    const done = this.#does((at) => decideGivePromise({ ...at, promiseId: at.name, promisedFor, currency: 'GBP', invoiceIds: [id] }, this.account.state));
    if (done && promisedFor > (this.#promised.get(id) ?? '')) this.#promised.set(id, promisedFor);
  }

  dispute(id: string): void {
    const disputeId = `D${this.#acts}`;
    if (this.#does((at) => decideOpenDispute({ ...at, invoiceId: id, disputeId, reason: '' }, this.account.state))) this.#disputes.set(id, disputeId);
  }

  resolve(id: string): void {
    const disputeId = this.#disputes.get(id);
    if (disputeId === undefined) return;
    this.#does((at) => decideResolveDispute({ ...at, disputeId, requestId: at.name, outcome: '' }, this.account.state));
    this.#disputes.delete(id);
  }

  handOver(id: string): void {
    const handoverId = `H${this.#acts}`;
    const done = this.#does((at) => decideHandOver({ ...at, handoverId, agency: 'A', currency: 'GBP', invoiceIds: [id], reason: '' }, this.account.state));
    if (done) this.#agencies.set(id, handoverId);
  }

  recall(id: string): void {
    const handoverId = this.#agencies.get(id);
    if (handoverId === undefined) return;
    this.#does((at) => decideRecallFromCollections({ ...at, handoverId, requestId: at.name, reason: '' }, this.account.state));
    this.#agencies.delete(id);
  }

  /** The last letter failed: its steps are free again. */
  fail(): void {
    const [reminderId] = [...this.#letters.keys()].slice(-1);
    if (reminderId === undefined) return;
    this.account.do((state) => decideRecordReminderFailed({ accountId, reminderId, reason: '550' }, state));
    this.#letters.delete(reminderId);
    this.account.state.letters.get(reminderId)?.items.forEach(({ item }) => this.#taken.get(item.invoiceId)?.pop());
  }

  run(): void {
    const { claimed } = run(this.account, this.day, { ...policyOf(1, 5, 12, 20), minimumGapDays: this.minimumGapDays });
    expect(claimed.length).toBeLessThanOrEqual(1);
    for (const { reminderId, items } of claimed) {
      for (const sentOn of this.#letters.values()) {
        expect(daysBetween(sentOn, this.day)).toBeGreaterThanOrEqual(Math.max(1, this.minimumGapDays));
      }
      this.#letters.set(reminderId, this.day);
      items.forEach(({ invoiceId, step }) => this.#reminded(invoiceId, Number(step.slice(3))));
    }
  }

  #reminded(id: string, at: number): void {
    expect([this.#paid.has(id), this.#disputes.has(id), this.#agencies.has(id), (this.#promised.get(id) ?? '') >= this.day]).toEqual([false, false, false, false]);
    const before = this.#taken.get(id) ?? [];
    expect(before.every((earlier) => earlier < at)).toBe(true);
    this.#taken.set(id, [...before, at]);
  }

  #does(decide: (at: At) => Decided): boolean {
    this.#acts += 1;
    const at = { accountId, inputHash: `h${this.#acts}`, today: this.day, name: `a${this.#acts}` };
    return this.account.run<object>(() => decide(at)).kind === 'accepted';
  }
}

describe('over random run days', () => {
  const kinds = ['run', 'run', 'run', 'run', 'pay', 'promise', 'dispute', 'resolve', 'handOver', 'recall', 'fail'] as const;
  const acts = fc.array(fc.record({ kind: fc.constantFrom(...kinds), which: fc.nat({ max: 4 }), days: fc.nat({ max: 9 }) }), { minLength: 5, maxLength: 60 });

  it('nobody is reminded of what is paid, promised, disputed or with an agency; no step comes twice or out of order; the gap holds', () => {
    fc.assert(
      fc.property(acts, fc.nat({ max: 6 }), (history, minimumGapDays) => {
        const one = new History(minimumGapDays);
        for (const { kind, which, days } of history) {
          one.day = addDays(one.day, days);
          one[kind](ids[which] ?? 'i0', days);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('no step of an item is claimed twice, none out of order, at most one per item and day', () => {
    const days = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(days, fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 5 }), (runs, dues) => {
        const account = given(...dues.map((offset, n): [string, string] => [`i${n}`, addDays('2010-12-01', offset)]));
        const taken = new Map<string, number[]>();
        for (const offset of runs) {
          const found = run(account, addDays('2010-12-01', offset), policyOf(-5, -1, 3, 10, 20));
          expect(new Set(found.taken.map((one) => one.split(' ')[0])).size).toBe(found.taken.length);
          for (const one of found.claimed.flatMap(({ items }) => items)) {
            const before = taken.get(one.invoiceId) ?? [];
            const at = Number(one.step.slice(3));
            expect(before.every((earlier) => earlier < at)).toBe(true);
            taken.set(one.invoiceId, [...before, at]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
