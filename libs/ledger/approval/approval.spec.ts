import { given, presentHash } from '../specification/given';
import type { AuthorityLimits } from '../entity/entity.state';
import type { ApprovalRequested } from './approval.events';
import { approvalFold, approvalProgress } from './approval.state';
import { exceededLimit, type MeasuredAct } from './authority-limit';
import { decideCarriedOut, decideDenyApproval, decideGrantApproval } from './decide-approval';
import { decideRequestApproval } from './request-approval';

const request: ApprovalRequested['data'] = {
  approvalId: 'A1', entityId: 'UK', act: 'write-off', subject: 'UK~17850', amount: '800.00', limit: '500.00 GBP', currency: 'GBP', command: 'WriteOff',
  content: '{}', requestedBy: 'carla', role: 'clerk',
};
const asked = given(approvalFold).when((state) => decideRequestApproval(request, state)).then;
const grant = (grantedBy: string, more: object = {}) => (state: ReturnType<typeof approvalFold.initial>) =>
  decideGrantApproval({ approvalId: 'A1', grantedBy, role: 'controller', ...more }, state);
const deny = (deniedBy: string) => (state: ReturnType<typeof approvalFold.initial>) =>
  decideDenyApproval({ approvalId: 'A1', deniedBy, role: 'controller', reason: 'no' }, state);

describe('an approval', () => {
  it('is asked for once, granted by another person once, and carried out once', () => {
    expect(asked.when((state) => decideRequestApproval(request, state)).events).toEqual([]);
    const granted = asked.when(grant('dora'));
    expect(granted.types).toEqual(['ApprovalGranted']);
    expect(granted.then.when(grant('dora')).events).toEqual([]);
    const done = granted.then.when((state) => decideCarriedOut({ approvalId: 'A1', outcome: 'done' }, state));
    expect(done.types).toEqual(['ApprovalCarriedOut']);
    expect(done.then.when((state) => decideCarriedOut({ approvalId: 'A1', outcome: 'done' }, state)).events).toEqual([]);
    expect(approvalProgress(done.then.state)).toBe('done');
  });

  it.each([
    ['APPROVAL.OWN', asked.when(grant('carla')).refused],
    ['APPROVAL.UNKNOWN', given(approvalFold).when(grant('dora')).refused],
    ['APPROVAL.ABOVE_LIMIT', asked.when(grant('dora', { exceeded: { measured: { act: 'write-off', subject: 'x' }, allowed: '500.00 GBP' } })).refused],
    ['APPROVAL.DECIDED', asked.when(deny('dora')).then.when(grant('emil')).refused],
    ['APPROVAL.DECIDED', asked.when(grant('dora')).then.when(deny('emil')).refused],
    ['accepted: ', given(approvalFold).when((state) => decideCarriedOut({ approvalId: 'A1', outcome: 'done' }, state), presentHash).refused],
  ])('answers %s', (code, refused) => expect(refused).toBe(code));

  it('may be taken back by the one who asked', () => expect(asked.when(deny('carla')).types).toEqual(['ApprovalDenied']));
});

describe('a limit', () => {
  const limits: AuthorityLimits = {
    entityId: 'UK', version: 1,
    limits: [
      { role: 'clerk', act: 'refund', maximumAmount: '500.00' }, { role: 'clerk', act: 'back-dating', maximumDays: 30 },
      { role: 'clerk', act: 'write-off', maximumAmount: '0.00' }, { role: 'clerk', act: 'reopen-period' },
    ],
  };
  const allowed = (measured: Partial<MeasuredAct> & Pick<MeasuredAct, 'act'>, role = 'clerk') =>
    exceededLimit(limits, role, [{ subject: 's', ...measured }], 'GBP')?.allowed;

  it.each([
    [undefined, allowed({ act: 'refund', amount: 50000n })],
    ['500.00 GBP', allowed({ act: 'refund', amount: 50001n })],
    ['500.00 GBP', allowed({ act: 'refund', amount: null })],
    ['0.00 GBP', allowed({ act: 'write-off', amount: 1n })],
    [undefined, allowed({ act: 'back-dating', days: 30 })],
    ['30 days', allowed({ act: 'back-dating', days: 31 })],
    ['never alone', allowed({ act: 'reopen-period' })],
    [undefined, allowed({ act: 'reopen-period' }, 'controller')],
    [undefined, allowed({ act: 'bank-details' })],
    [undefined, exceededLimit(undefined, 'clerk', [{ act: 'refund', subject: 's', amount: 10n ** 12n }], 'GBP')?.allowed],
  ])('of %s', (expected, found) => expect(found).toBe(expected));
});
