import { accountId, payment } from '../account/account-under-test';
import { decideClaimReminders } from '../account/claim-reminders';
import { decideOpenDispute } from '../account/dispute';
import { decideEnterPayment } from '../account/enter-payment';
import { decideHandOver, decideRecallFromCollections } from '../account/hand-over';
import { decideGivePromise, decideWithdrawPromise } from '../account/promise';
import { promiseStanding } from '../account/promise-standing';
import { decideRecordReminderFailed, decideRecordReminderSent } from '../account/reminder-outcome';
import { decideRepeatReminder } from '../account/reminder-repeat';
import type { ReminderPolicy } from '../entity/entity.state';
import { accept } from '../refusal';
import { given, ladder, policyOf, run, step } from './reminder-runs.test-kit';

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
    const ordered = {
      accountId, directDebitId: 'E', batchId: 'B', mandateId: 'M', sequence: 'RCUR' as const, orderedOn: '2010-12-05', collectionDate: '2010-12-09', currency: 'GBP', amount: '30.00', items: parts };
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
