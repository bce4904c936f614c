import { accountId, invoice, payment, type AccountUnderTest } from '../account/account-under-test';
import { decideClaimReminders } from '../account/claim-reminders';
import { decideOpenDispute } from '../account/dispute';
import { decideEnterInvoice } from '../account/enter-invoice';
import { decideEnterPayment } from '../account/enter-payment';
import { decideRecordReminderFailed, decideRecordReminderSent } from '../account/reminder-outcome';
import { given, policyOf, run } from './reminder-runs.test-kit';
import type { PolicyInForce } from './taken-steps';

const step = (name: string, offsetDays: number, over: object = {}) => ({ step: name, offsetDays, channel: 'outbox' as const, template: name, ...over });
const policy: PolicyInForce = {
  ...policyOf(), steps: [step('friendly', 10), step('notice', 20, { level: 'notice', fee: '5.00' }), step('final', 33, { level: 'final-notice', fee: '10.00', action: 'propose-hand-over' })],
};

/** A letter, sent. */
function letter(account: AccountUnderTest, runDate: string, under: PolicyInForce = policy) {
  const command = { accountId, reminderId: `rem-${runDate}`, runDate, policy: under, feeSaleId: (id: string) => `fee ${id}` };
  const { answer } = account.do((state) => decideClaimReminders(command, state));
  for (const { reminderId } of answer.claimed) {
    account.do((state) => decideRecordReminderSent({ accountId, reminderId, receipt: 'x', today: runDate }, state));
  }
  const items = answer.claimed.flatMap((due) => due.items.map(({ invoiceId, step: name, openAmount, listed }) => `${invoiceId} ${openAmount} ${listed === true ? 'listed' : name}`));
  return { items, level: answer.claimed[0]?.level, fee: answer.claimed[0]?.fee?.amount, left: answer.skipped.map((one) => `${one.invoiceId} ${one.step} ${one.why}`) };
}

/** Two invoices, due on 3 and 8 August, reminded of up to the notice. */
function overdue(): AccountUnderTest {
  const account = given(['nine', '2026-08-03'], ['ten', '2026-08-08']);
  for (const runDate of ['2026-08-20', '2026-08-31']) {
    letter(account, runDate);
  }
  return account;
}

describe('a final notice', () => {
  it('demands everything overdue, once per escalation, with one fee', () => {
    const account = overdue();
    expect(letter(account, '2026-09-05')).toEqual({ items: ['nine 30.00 final', 'ten 30.00 listed'], level: 'final-notice', fee: '10.00', left: [] });
    expect(letter(account, '2026-09-10')).toEqual({ items: [], left: ['ten final final-notice-sent'] });
    expect(letter(account, '2026-09-11')).toEqual({ items: [], left: ['ten final final-notice-sent'] });
  });

  it('is sent for the next once the first is paid: that escalation is over', () => {
    const account = overdue();
    letter(account, '2026-09-05');
    account.do((state) => decideEnterPayment(payment('p', '30.00', { receivedOn: '2026-09-08', reference: 'NO-nine' }), state));
    expect(letter(account, '2026-09-10').items).toEqual(['ten 30.00 final']);
  });

  it('counts what took a milder step by the same letter as demanded, and its later steps stay', () => {
    const account = given(['nine', '2026-08-03'], ['late', '2026-08-25']);
    letter(account, '2026-08-13');
    letter(account, '2026-08-23');
    expect(letter(account, '2026-09-05').items).toEqual(['nine 30.00 final', 'late 30.00 friendly']);
    expect(letter(account, '2026-09-14').items).toEqual(['late 30.00 notice']);
    expect(letter(account, '2026-09-27')).toEqual({ items: [], left: ['late final final-notice-sent'] });
  });

  it('takes no milder step from what it only lists: the oldest is paid, and the next still gets its first', () => {
    const account = given(['nine', '2026-08-03'], ['young', '2026-09-01']);
    ['2026-08-13', '2026-08-23'].forEach((runDate) => letter(account, runDate));
    expect(letter(account, '2026-09-05').items).toEqual(['nine 30.00 final', 'young 30.00 listed']);
    account.do((state) => decideEnterPayment(payment('p', '30.00', { receivedOn: '2026-09-08', reference: 'NO-nine' }), state));
    expect(letter(account, '2026-09-11').items).toEqual(['young 30.00 friendly']);
  });

  it('lists again what a final notice was sent for when new debt has come to it', () => {
    const account = overdue();
    letter(account, '2026-09-05');
    account.do((state) => decideEnterInvoice(invoice('new', '30.00', { instalments: [{ number: 1, dueDate: '2026-09-20', amount: '30.00' }] }), state));
    letter(account, '2026-09-30');
    letter(account, '2026-10-10');
    expect(letter(account, '2026-10-23').items).toEqual(['nine 30.00 listed', 'ten 30.00 listed', 'new 30.00 final']);
    expect(letter(account, '2026-10-24').items).toEqual([]);
  });

  it('lists nothing that is not due, disputed or paid', () => {
    const account = given(['nine', '2026-08-03'], ['disputed', '2026-08-08'], ['today', '2026-09-05'], ['paid', '2026-08-30']);
    ['2026-08-13', '2026-08-23'].forEach((runDate) => letter(account, runDate));
    account.do((state) => decideOpenDispute({ accountId, invoiceId: 'disputed', disputeId: 'd', inputHash: 'h', today: '2026-08-25', reason: '' }, state));
    account.do((state) => decideEnterPayment(payment('p', '30.00', { receivedOn: '2026-09-01', reference: 'NO-paid' }), state));
    expect(letter(account, '2026-09-05').items).toEqual(['nine 30.00 final']);
  });

  it('that failed frees what it was sent for, and nothing of what it listed', () => {
    const account = overdue();
    const { answer } = account.do((state) => decideClaimReminders({ accountId, reminderId: 'lost', runDate: '2026-09-05', policy }, state));
    expect(answer.claimed[0]?.items).toHaveLength(2);
    account.do((state) => decideRecordReminderFailed({ accountId, reminderId: 'lost', reason: '550' }, state));
    expect(letter(account, '2026-09-06').items).toEqual(['nine 30.00 final', 'ten 30.00 listed']);
  });
});

describe('another version of a policy', () => {
  const of = (version: number, ...steps: ReturnType<typeof step>[]) => ({ ...policyOf(), version, steps });
  const first = of(1, step('friendly', 7), step('firm', 14));

  it('that renames steps goes on where the item stands', () => {
    const renamed = of(2, step('reminder', 7), step('warning', 14));
    const versions = [first, renamed];
    const account = given(['a', '2010-12-01']);
    expect(run(account, '2010-12-08', { ...first, versions }).taken).toEqual(['a friendly']);
    expect(run(account, '2010-12-10', { ...renamed, versions }).taken).toEqual([]);
    expect(run(account, '2010-12-15', { ...renamed, versions }).taken).toEqual(['a warning']);
    expect(run(account, '2010-12-30', { ...renamed, versions }).taken).toEqual([]);
  });

  it('that adds steps before, between and after takes only those still ahead', () => {
    const added = of(2, step('gentle', 3), step('friendly', 7), step('middle', 10), step('firm', 14), step('last', 21));
    const versions = [first, added];
    const account = given(['a', '2010-12-01']);
    expect(run(account, '2010-12-08', { ...first, versions }).taken).toEqual(['a friendly']);
    expect(['2010-12-09', '2010-12-11', '2010-12-15', '2010-12-22', '2010-12-23'].map((runDate) => run(account, runDate, { ...added, versions }).taken)).toEqual([
      [], ['a middle'], ['a firm'], ['a last'], [],
    ]);
  });

  it('that renames and catches up still takes one step per run, none of them twice', () => {
    const renamed = of(2, step('gentle', 3), step('reminder', 7), step('warning', 14), step('last', 21));
    const versions = [first, renamed];
    const account = given(['a', '2010-12-01']);
    run(account, '2010-12-08', { ...first, versions });
    expect(['2011-01-10', '2011-01-11', '2011-01-12'].map((runDate) => run(account, runDate, { ...renamed, versions }).taken)).toEqual([['a warning'], ['a last'], []]);
  });
});
