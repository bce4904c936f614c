import { accountId, AccountUnderTest, invoice } from './account-under-test';
import { decideOpenDispute } from './dispute';
import { decideEnterInvoice } from './enter-invoice';
import { decideHoldAccount } from './hold';

const today = '2010-12-05';

describe('what happened cannot lie in the days to come', () => {
  it.each(['2010-12-06', '2099-01-01'])('a hold of %s', (heldOn) => {
    const refused = new AccountUnderTest().run((state) => decideHoldAccount({ accountId, requestId: 'q', inputHash: 'h', heldOn, today, reason: '' }, state));
    expect(refused).toMatchObject({ refusal: { code: 'DATE.IN_FUTURE' } });
  });

  it('a dispute, though never before the issue date of an invoice that is dated ahead', () => {
    const account = new AccountUnderTest();
    account.do((state) => decideEnterInvoice(invoice('a', '10.00'), state));
    const dispute = (openedOn: string, day: string) =>
      account.run((state) => decideOpenDispute({ accountId, invoiceId: 'a', disputeId: 'd', inputHash: 'h', openedOn, today: day, reason: '' }, state));
    expect(dispute('2010-12-06', today)).toMatchObject({ refusal: { code: 'DATE.IN_FUTURE' } });
    expect(dispute('2010-12-01', '2010-11-30').kind).toBe('accepted');
  });
});
