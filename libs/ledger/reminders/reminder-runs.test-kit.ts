import { accountId, AccountUnderTest, invoice } from '../account/account-under-test';
import { decideClaimReminders } from '../account/claim-reminders';
import { decideEnterInvoice } from '../account/enter-invoice';
import type { ReminderPolicy } from '../entity/entity.state';
import type { PolicyInForce } from './taken-steps';

export const step = (offsetDays: number) => ({ step: `day${offsetDays}`, offsetDays, channel: 'outbox' as const, template: 'plain' });

export const policyOf = (...offsets: number[]): ReminderPolicy => ({
  entityId: 'main', policyId: 'standard', version: 1, effectiveFrom: '2010-01-01', steps: offsets.map(step), minimumAmount: '5.00',
});

export const due = (dueDate: string, amount = '30.00') => ({ instalments: [{ number: 1, dueDate, amount }] });

export function run(account: AccountUnderTest, runDate: string, policy: PolicyInForce) {
  const { answer } = account.do((state) => decideClaimReminders({ accountId, reminderId: `rem-${runDate}`, runDate, policy }, state));
  return {
    ...answer,
    taken: answer.claimed.flatMap(({ items }) => items.map((item) => `${item.invoiceId} ${item.step}`)),
    left: answer.skipped.map((skipped) => `${skipped.invoiceId} ${skipped.step} ${skipped.why}`),
  };
}

export function given(...invoices: readonly [id: string, dueDate: string][]): AccountUnderTest {
  const account = new AccountUnderTest();
  for (const [id, dueDate] of invoices) {
    account.do((state) => decideEnterInvoice(invoice(id, '30.00', due(dueDate)), state));
  }
  return account;
}

export const ladder = policyOf(-3, 7, 11);
