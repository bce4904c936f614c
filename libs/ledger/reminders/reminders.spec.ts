import * as fc from 'fast-check';
import { accountId, AccountUnderTest, invoice, payment } from '../account/account-under-test';
import { decideClaimReminders } from '../account/claim-reminders';
import { decideOpenDispute, decideResolveDispute } from '../account/dispute';
import { decideEnterInvoice } from '../account/enter-invoice';
import { decideEnterPayment } from '../account/enter-payment';
import { decideHoldAccount } from '../account/hold';
import { decideRecordReminderFailed, decideRecordReminderSent, decideWithdrawReminder, whyWithdraw } from '../account/reminder-outcome';
import { collectionFold } from '../collection/collection.state';
import { decideRecordSkipped } from '../collection/record-skipped';
import { decideHandOver, decideRecallFromCollections } from '../account/hand-over';
import { decideGivePromise, decideWithdrawPromise } from '../account/promise';
import { promiseStanding } from '../account/promise-standing';
import { decideRepeatReminder } from '../account/reminder-repeat';
import { addDays, daysBetween } from '../dates';
import { accept } from '../refusal';
import type { ReminderPolicy } from '../entity/entity.state';

const step = (offsetDays: number) => ({ step: `day${offsetDays}`, offsetDays, channel: 'outbox' as const, template: 'plain' });

const policyOf = (...offsets: number[]): ReminderPolicy => ({
  entityId: 'main', policyId: 'standard', version: 1, effectiveFrom: '2010-01-01', steps: offsets.map(step), minimumAmount: '5.00',
});

const due = (dueDate: string, amount = '30.00') => ({ instalments: [{ number: 1, dueDate, amount }] });

function run(account: AccountUnderTest, runDate: string, policy: ReminderPolicy) {
  const { answer } = account.do((state) => decideClaimReminders({ accountId, reminderId: `rem-${runDate}`, runDate, policy }, state));
  return {
    ...answer,
    taken: answer.claimed.flatMap(({ items }) => items.map((item) => `${item.invoiceId} ${item.step}`)),
    left: answer.skipped.map((skipped) => `${skipped.invoiceId} ${skipped.step} ${skipped.why}`),
  };
}

function given(...invoices: readonly [id: string, dueDate: string][]): AccountUnderTest {
  const account = new AccountUnderTest();
  for (const [id, dueDate] of invoices) {
    account.do((state) => decideEnterInvoice(invoice(id, '30.00', due(dueDate)), state));
  }
  return account;
}

const ladder = policyOf(-3, 7, 11);

describe('a reminder run', () => {
  it('takes a step on its day, in one letter per debtor, and nothing again the same day', () => {
    const account = given(['a', '2010-12-10'], ['b', '2010-12-10'], ['c', '2010-12-30']);
    const first = run(account, '2010-12-07', ladder);
    expect(first.claimed).toHaveLength(1);
    expect(first.taken).toEqual(['a day-3', 'b day-3']);
    expect(run(account, '2010-12-07', ladder)).toMatchObject({ claimed: [], before: ['rem-2010-12-07'] });
    expect(run(account, '2010-12-16', ladder).taken).toEqual([]);
    expect(run(account, '2010-12-17', ladder).taken).toEqual(['a day7', 'b day7']);
  });

  it('due today is not overdue', () => {
    expect(run(given(['a', '2010-12-10']), '2010-12-10', policyOf(1)).taken).toEqual([]);
    expect(run(given(['a', '2010-12-10']), '2010-12-10', policyOf(0, 1)).taken).toEqual(['a day0']);
  });

  it('catches up days without a run one step at a time', () => {
    const account = given(['a', '2010-12-10']);
    const late = run(account, '2010-12-28', ladder);
    expect([late.taken, late.left]).toEqual([['a day7'], ['a day-3 stale']]);
    expect(run(account, '2010-12-29', ladder).taken).toEqual(['a day11']);
    expect(run(account, '2010-12-30', ladder).taken).toEqual([]);
  });

  it('leaves out a step before due when a later one is due as well', () => {
    const found = run(given(['a', '2010-12-10']), '2010-12-09', policyOf(-7, -2, 7));
    expect([found.taken, found.left]).toEqual([['a day-2'], ['a day-7 stale']]);
  });

  it('climbs the ladder per item: the oldest is paid, the next still gets its first step', () => {
    const account = given(['old', '2010-12-01'], ['next', '2010-12-05']);
    expect(run(account, '2010-12-08', policyOf(7, 11)).taken).toEqual(['old day7']);
    account.do((state) => decideEnterPayment(payment('p', '30.00', { receivedOn: '2010-12-09', reference: 'NO-old' }), state));
    expect(run(account, '2010-12-12', policyOf(7, 11)).taken).toEqual(['next day7']);
    expect(run(account, '2010-12-16', policyOf(7, 11)).taken).toEqual(['next day11']);
  });

  it('says nothing about paid items', () => {
    const account = given(['a', '2010-12-01']);
    account.do((state) => decideEnterPayment(payment('p', '30.00', { receivedOn: '2010-12-20' }), state));
    expect(run(account, '2010-12-15', ladder)).toMatchObject({ taken: [], left: [] });
  });

  it('skips the disputed until the dispute is over, without losing the step', () => {
    const account = given(['a', '2010-12-01']);
    account.do((state) => decideOpenDispute({ accountId, invoiceId: 'a', disputeId: 'd', inputHash: 'h', today: '2010-12-02', reason: '' }, state));
    expect(run(account, '2010-12-08', policyOf(7, 11))).toMatchObject({ taken: [], left: ['a day7 disputed'] });
    account.do((state) => decideResolveDispute({ accountId, disputeId: 'd', requestId: 'q', inputHash: 'h', today: '2010-12-09', outcome: '' }, state));
    expect(run(account, '2010-12-14', policyOf(7, 11)).taken).toEqual(['a day7']);
  });

  it('skips the held, the small and those agreed not to be reminded', () => {
    const account = given(['a', '2010-12-01']);
    account.do((state) => decideEnterInvoice(invoice('small', '4.99', due('2010-12-01', '4.99')), state));
    account.do((state) => decideEnterInvoice(invoice('silent', '30.00', { ...due('2010-12-01'), remind: false }), state));
    expect(run(account, '2010-12-08', policyOf(7)).left).toEqual(['small day7 below-minimum', 'silent day7 not-reminded']);
    const held = given(['a', '2010-12-01']);
    held.do((state) => decideHoldAccount({ accountId, requestId: 'q', inputHash: 'h', today: '2010-12-02', reason: '' }, state));
    expect(run(held, '2010-12-08', policyOf(7)).left).toEqual(['a day7 held']);
  });

  it('records a skipped step once, not every day', () => {
    const collection = collectionFold.initial();
    const account = given(['a', '2010-12-01']);
    account.do((state) => decideHoldAccount({ accountId, requestId: 'q', inputHash: 'h', today: '2010-12-02', reason: '' }, state));
    const recorded = ['2010-12-08', '2010-12-09', '2010-12-10'].map((runDate) => {
      const { skipped } = run(account, runDate, policyOf(7));
      const decision = decideRecordSkipped({ accountId, policy: policyOf(7), runDate, skipped }, collection);
      const events = decision.kind === 'accepted' ? decision.events : [];
      events.forEach((event, index) => collectionFold.evolve(collection, event, index, 'h'));
      return events.length;
    });
    expect(recorded).toEqual([1, 0, 0]);
  });
});

describe('a claimed reminder', () => {
  const claimed = (): AccountUnderTest => {
    const account = given(['a', '2010-12-01']);
    run(account, '2010-12-08', policyOf(7, 11));
    return account;
  };
  const id = { accountId, reminderId: 'rem-2010-12-08' };

  it('counts as sent while its outcome is unknown', () => {
    expect(run(claimed(), '2010-12-09', policyOf(7, 11)).taken).toEqual([]);
  });

  it('is free again after it failed or was withdrawn', () => {
    const failed = claimed();
    failed.do((state) => decideRecordReminderFailed({ ...id, reason: 'disk full' }, state));
    expect(run(failed, '2010-12-08', policyOf(7, 11)).taken).toEqual([]);
    expect(run(failed, '2010-12-09', policyOf(7, 11)).taken).toEqual(['a day7']);
    const withdrawn = claimed();
    withdrawn.do((state) => decideWithdrawReminder({ ...id, reason: 'disputed' }, state));
    expect(run(withdrawn, '2010-12-09', policyOf(7, 11)).taken).toEqual(['a day7']);
  });

  it('has one outcome', () => {
    const account = claimed();
    account.do((state) => decideRecordReminderSent({ ...id, receipt: 'x', today: '2010-12-08' }, state));
    expect(account.do((state) => decideRecordReminderSent({ ...id, receipt: 'x', today: '2010-12-08' }, state)).events).toEqual([]);
    expect(account.run((state) => decideWithdrawReminder({ ...id, reason: 'late' }, state))).toMatchObject({ refusal: { code: 'REMINDER.ENDED' } });
  });

  it('is to be withdrawn when it has been paid since', () => {
    const account = claimed();
    expect(whyWithdraw(account.state, id.reminderId)).toBeNull();
    account.do((state) => decideEnterPayment(payment('p', '30.00'), state));
    expect(whyWithdraw(account.state, id.reminderId)).toContain('changed from 30.00 to 0.00');
  });
});

const promise = (promiseId: string, givenOn: string, promisedFor: string) => ({ accountId, promiseId, givenOn, promisedFor, currency: 'GBP', inputHash: 'h', today: givenOn });

describe('a debtor is left alone', () => {
  it('while a promise holds, and reminded again once its day has passed or it is withdrawn', () => {
    const account = given(['a', '2010-12-01']);
    account.do((state) => decideGivePromise(promise('P', '2010-12-05', '2010-12-10'), state));
    expect(run(account, '2010-12-10', ladder)).toMatchObject({ taken: [], left: ['a day7 promised'] });
    expect(run(account, '2010-12-11', ladder).taken).toEqual(['a day7']);
    const called = given(['a', '2010-12-01']);
    called.do((state) => decideGivePromise(promise('P', '2010-12-05', '2010-12-10'), state));
    called.do((state) => decideWithdrawPromise({ accountId, promiseId: 'P', requestId: 'w', inputHash: 'h', today: '2010-12-08', reason: '' }, state));
    expect(run(called, '2010-12-08', ladder).taken).toEqual(['a day7']);
  });

  it('while an agency has the claim, and reminded again after it was recalled', () => {
    const account = given(['a', '2010-12-01']);
    account.do((state) => decideHandOver({ accountId, handoverId: 'H', inputHash: 'h', agency: 'A', today: '2010-12-05', currency: 'GBP', reason: '' }, state));
    expect(run(account, '2010-12-08', ladder).left).toEqual(['a day7 with-agency']);
    account.do((state) => decideRecallFromCollections({ accountId, handoverId: 'H', requestId: 'r', inputHash: 'h', today: '2010-12-09', reason: '' }, state));
    expect(run(account, '2010-12-09', ladder).taken).toEqual(['a day7']);
  });

  it('what is disputed is handed over by name and with an override alone', () => {
    const account = given(['a', '2010-12-01'], ['b', '2010-12-01']);
    account.do((state) => decideOpenDispute({ accountId, invoiceId: 'a', disputeId: 'd', inputHash: 'h', today: '2010-12-02', reason: '' }, state));
    const handOver = { accountId, handoverId: 'H', inputHash: 'h', agency: 'A', today: '2010-12-05', currency: 'GBP', reason: 'why' };
    expect(account.run((state) => decideHandOver({ ...handOver, invoiceIds: ['a'] }, state))).toMatchObject({ refusal: { code: 'HAND_OVER.OBJECTION' } });
    const { events } = account.do((state) => decideHandOver({ ...handOver, invoiceIds: ['a'], override: true }, state));
    expect(events).toMatchObject([{ data: { overridden: true, items: [{ invoiceId: 'a', amount: '30.00' }] } }]);
    expect(account.do((state) => decideHandOver({ ...handOver, handoverId: 'H2' }, state)).answer.items).toMatchObject([{ invoiceId: 'b' }]);
  });

  it('while a direct debit is under way', () => {
    const account = given(['a', '2010-12-01']);
    const parts = [{ invoiceId: 'a', instalment: 1, documentNumber: 'NO-a', amount: '30.00' }];
    const ordered = { accountId, directDebitId: 'E', batchId: 'B', mandateId: 'M', sequence: 'RCUR' as const, orderedOn: '2010-12-05', collectionDate: '2010-12-09', currency: 'GBP', amount: '30.00', items: parts };
    account.run(() => accept([{ type: 'DirectDebitOrdered', data: ordered }], null));
    expect(run(account, '2010-12-08', ladder).left).toEqual(['a day7 in-flight']);
    account.run(() => accept([{ type: 'DirectDebitEnded', data: { accountId, directDebitId: 'E', endedOn: '2010-12-10', outcome: 'returned', reason: 'no funds' } }], null));
    expect(run(account, '2010-12-10', ladder).taken).toEqual(['a day7']);
  });

  it('for the policy’s gap between two letters, whichever invoice they are about', () => {
    const account = given(['a', '2010-12-01'], ['b', '2010-12-03']);
    const policy = { ...policyOf(7, 30), minimumGapDays: 5 };
    expect(run(account, '2010-12-08', policy).taken).toEqual(['a day7']);
    expect(run(account, '2010-12-10', policy)).toMatchObject({ taken: [], left: ['b day7 minimum-gap'] });
    expect(run(account, '2010-12-13', policy).taken).toEqual(['b day7']);
  });

  it('by e-mail when there is no address', () => {
    const account = given(['a', '2010-12-01']);
    const policy = { ...policyOf(7), steps: [{ ...step(7), channel: 'email' as const }] };
    const { answer } = account.do((state) => decideClaimReminders({ accountId, reminderId: 'x', runDate: '2010-12-08', policy, reachable: { byEmail: false } }, state));
    expect(answer).toMatchObject({ claimed: [], skipped: [{ why: 'no-contact' }] });
  });
});

describe('a letter', () => {
  const strong: ReminderPolicy = {
    ...policyOf(), steps: [{ ...step(3), fee: '2.00' }, { ...step(10), channel: 'email', level: 'final-notice', fee: '10.00', action: 'propose-hand-over' }],
  };

  it('takes level, channel and the one fee of its strongest step', () => {
    const account = given(['old', '2010-12-01'], ['young', '2010-12-08']);
    run(account, '2010-12-04', strong);
    const feeSaleId = (id: string): string => `fee of ${id}`;
    const { answer } = account.do((state) => decideClaimReminders({ accountId, reminderId: 'L', runDate: '2010-12-11', policy: strong, feeSaleId }, state));
    expect(answer.claimed).toMatchObject([
      { level: 'final-notice', channel: 'email', actions: ['propose-hand-over'], fee: { saleId: 'fee of L', invoiceId: 'old', amount: '10.00' }, items: [{ step: 'day10' }, { step: 'day3' }] },
    ]);
    const sent = account.do((state) => decideRecordReminderSent({ accountId, reminderId: 'L', receipt: 'x', today: '2010-12-12' }, state));
    expect(sent.events.map(({ type }) => type)).toEqual(['ReminderSent', 'LateChargeClaimed']);
    expect(account.do((state) => decideRecordReminderSent({ accountId, reminderId: 'L', receipt: 'x', today: '2010-12-12' }, state)).events).toEqual([]);
  });

  it('about an invoice that climbs by itself: a later invoice that overtakes it loses no step', () => {
    // Each invoice has its own ladder, so a step is not skipped because another invoice of the debtor has passed it.
    const account = given(['first', '2010-12-01'], ['second', '2010-12-20']);
    expect(run(account, '2010-12-04', policyOf(3, 10)).taken).toEqual(['first day3']);
    account.do((state) => decideEnterPayment(payment('p', '30.00', { receivedOn: '2010-12-05', reference: 'NO-first' }), state));
    expect(run(account, '2010-12-23', policyOf(3, 10)).taken).toEqual(['second day3']);
    expect(run(account, '2010-12-30', policyOf(3, 10)).taken).toEqual(['second day10']);
  });

  it('may be repeated by a person after it failed, about what is still open', () => {
    const account = given(['a', '2010-12-01'], ['b', '2010-12-01']);
    run(account, '2010-12-08', ladder);
    account.do((state) => decideRecordReminderFailed({ accountId, reminderId: 'rem-2010-12-08', reason: '550' }, state));
    account.do((state) => decideEnterPayment(payment('p', '30.00', { reference: 'NO-a' }), state));
    const repeat = { accountId, reminderId: 'rem-2010-12-08', requestId: 'q', inputHash: 'h', policy: ladder, today: '2010-12-12', reason: 'address' };
    const first = account.do((state) => decideRepeatReminder(repeat, state), 'h');
    expect(first.answer.claimed).toMatchObject({ reminderId: 'rem-2010-12-08~2', repeats: 'rem-2010-12-08', items: [{ invoiceId: 'b' }] });
    expect(account.do((state) => decideRepeatReminder(repeat, state), 'h')).toMatchObject({ events: [], answer: { reminderId: 'rem-2010-12-08~2', claimed: null } });
    expect(account.run((state) => decideRepeatReminder({ ...repeat, requestId: 'q2' }, state))).toMatchObject({ refusal: { code: 'REMINDER.REPEATED' } });
  });
});

describe('a promise', () => {
  it.each([
    ['kept when the money came on its day', '2010-12-10', '30.00', 'kept'],
    ['broken when it came a day later', '2010-12-11', '30.00', 'broken'],
    ['broken when less came', '2010-12-10', '29.99', 'broken'],
  ])('is %s', (_what, receivedOn, amount, status) => {
    const account = given(['a', '2010-12-01']);
    account.do((state) => decideGivePromise(promise('P', '2010-12-05', '2010-12-10'), state));
    account.do((state) => decideEnterPayment(payment('p', amount, { receivedOn }), state));
    const given2 = account.state.care.promises.get('P');
    expect(given2 === undefined ? null : promiseStanding(account.state, given2, '2010-12-12').status).toBe(status);
    expect(given2 === undefined ? null : promiseStanding(account.state, given2, '2010-12-09').status).toBe('open');
  });
});

describe('over random run days', () => {
  type Act = { readonly kind: 'run' | 'pay' | 'promise' | 'dispute' | 'resolve' | 'hand-over' | 'recall' | 'fail'; readonly which: number; readonly days: number };
  const acts = fc.array(
    fc.record<Act>({
      kind: fc.constantFrom('run', 'run', 'run', 'run', 'pay', 'promise', 'dispute', 'resolve', 'hand-over', 'recall', 'fail'),
      which: fc.integer({ min: 0, max: 4 }), days: fc.integer({ min: 0, max: 9 }),
    }),
    { minLength: 5, maxLength: 60 },
  );

  it('nobody is reminded of what is paid, promised, disputed or with an agency; no step comes twice or out of order; the gap holds', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 0, max: 6 }), (history, minimumGapDays) => {
        const ids = ['i0', 'i1', 'i2', 'i3', 'i4'];
        const account = given(...ids.map((id, n): [string, string] => [id, addDays('2010-12-01', 3 * n)]));
        const policy = { ...policyOf(1, 5, 12, 20), minimumGapDays };
        const spared = { paid: new Set<string>(), disputed: new Map<string, string>(), agency: new Map<string, string>(), promised: new Map<string, string>() };
        const taken = new Map<string, number[]>();
        let [day, last, lastSent] = ['2010-12-01', '', ''];
        for (const [index, { kind, which, days }] of history.entries()) {
          const id = ids[which] ?? 'i0';
          day = addDays(day, days);
          const at = { accountId, inputHash: `h${index}`, today: day };
          switch (kind) {
            case 'pay':
              if (account.run((state) => decideEnterPayment(payment(`p${index}`, '30.00', { receivedOn: day, reference: `NO-${id}` }), state)).kind === 'accepted') {
                account.state.items.filter(({ open }) => open === 0n).forEach(({ invoiceId }) => spared.paid.add(invoiceId));
              }
              break;
            case 'promise':
              if (account.run((state) => decideGivePromise({ ...at, promiseId: `P${index}`, promisedFor: addDays(day, days), currency: 'GBP', invoiceIds: [id] }, state)).kind === 'accepted') {
                const promisedFor = addDays(day, days);
                spared.promised.set(id, promisedFor > (spared.promised.get(id) ?? '') ? promisedFor : (spared.promised.get(id) ?? ''));
              }
              break;
            case 'dispute':
              if (account.run((state) => decideOpenDispute({ ...at, invoiceId: id, disputeId: `D${index}`, reason: '' }, state)).kind === 'accepted') spared.disputed.set(id, `D${index}`);
              break;
            case 'resolve':
              if (spared.disputed.has(id)) {
                account.do((state) => decideResolveDispute({ ...at, disputeId: spared.disputed.get(id) ?? '', requestId: `q${index}`, outcome: '' }, state));
                spared.disputed.delete(id);
              }
              break;
            case 'hand-over':
              if (account.run((state) => decideHandOver({ ...at, handoverId: `H${index}`, agency: 'A', currency: 'GBP', invoiceIds: [id], reason: '' }, state)).kind === 'accepted') spared.agency.set(id, `H${index}`);
              break;
            case 'recall':
              if (spared.agency.has(id)) {
                account.do((state) => decideRecallFromCollections({ ...at, handoverId: spared.agency.get(id) ?? '', requestId: `r${index}`, reason: '' }, state));
                spared.agency.delete(id);
              }
              break;
            case 'fail':
              if (account.state.letters.get(last)?.outcome === 'due') {
                account.do((state) => decideRecordReminderFailed({ accountId, reminderId: last, reason: '550' }, state));
                account.state.letters.get(last)?.items.forEach(({ item }) => taken.get(item.invoiceId)?.pop());
                lastSent = '';
              }
              break;
            case 'run': {
              const found = run(account, day, policy);
              expect(found.claimed.length).toBeLessThanOrEqual(1);
              if (found.claimed.length > 0 && lastSent !== '') {
                expect(daysBetween(lastSent, day)).toBeGreaterThanOrEqual(Math.max(1, minimumGapDays));
              }
              for (const one of found.claimed.flatMap(({ items }) => items)) {
                expect([spared.paid.has(one.invoiceId), spared.disputed.has(one.invoiceId), spared.agency.has(one.invoiceId)]).toEqual([false, false, false]);
                expect((spared.promised.get(one.invoiceId) ?? '') < day).toBe(true);
                const before = taken.get(one.invoiceId) ?? [];
                expect(before.every((earlier) => earlier < Number(one.step.slice(3)))).toBe(true);
                taken.set(one.invoiceId, [...before, Number(one.step.slice(3))]);
              }
              if (found.claimed.length > 0) {
                last = `rem-${day}`;
                lastSent = day;
              }
            }
          }
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
