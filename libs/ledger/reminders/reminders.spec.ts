import { accountId, invoice, payment, type AccountUnderTest } from '../account/account-under-test';
import { decideOpenDispute, decideResolveDispute } from '../account/dispute';
import { decideEnterInvoice } from '../account/enter-invoice';
import { decideEnterPayment } from '../account/enter-payment';
import { decideHoldAccount } from '../account/hold';
import { decideRecordReminderFailed, decideRecordReminderSent, decideWithdrawReminder, whyWithdraw } from '../account/reminder-outcome';
import { collectionFold } from '../collection/collection.state';
import { decideRecordSkipped } from '../collection/record-skipped';
import { due, given, ladder, policyOf, run } from './reminder-runs.test-kit';

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
