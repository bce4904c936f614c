import { AccountUnderTest } from '../account/account-under-test';
import { decideEndDirectDebit } from '../account/direct-debit-end';
import { directDebitInFlight } from '../account/direct-debit-in-flight';
import { isSepaId } from '../customer/give-mandate';
import { decideCloseDirectDebitBatch } from './close-batch';
import { directDebitBatchFold } from './direct-debit.state';
import { decidePlanDirectDebitBatch, directDebitIdOf, directDebitPlace, refuseBatch } from './plan-batch';
import { isTargetDay, targetDayFrom } from './target-days';

describe('days on which banks settle', () => {
  // Closing days of TARGET as the European Central Bank publishes them.
  it.each([
    '2024-03-29',
    '2024-04-01',
    '2025-04-18',
    '2025-04-21',
    '2026-04-03',
    '2026-04-06',
    '2027-03-26',
    '2027-03-29',
    '2026-01-01',
    '2026-05-01',
    '2026-12-25',
    '2025-12-26',
  ])('leave out %s', (day) => {
    expect(isTargetDay(day)).toBe(false);
  });

  it('are weekdays otherwise, other holidays of a country too', () => {
    expect(['2026-05-14', '2026-10-30', '2026-12-24', '2026-12-31'].map(isTargetDay)).toEqual([true, true, true, true]);
    expect([targetDayFrom('2026-04-03'), targetDayFrom('2026-12-25'), targetDayFrom('2026-03-10')]).toEqual(['2026-04-07', '2026-12-28', '2026-03-10']);
  });
});

describe('ids of direct debits', () => {
  it('lead back to the batch and the place', () => {
    expect(directDebitPlace(directDebitIdOf('DD-2026-03-10', 17))).toEqual({ batchId: 'DD-2026-03-10', place: 17 });
    expect(['B.0', 'B', '.1', 'B.12345', 'B.1.2', '-B.1'].map(directDebitPlace)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
    expect(directDebitIdOf('A'.repeat(24), 5000).length).toBeLessThanOrEqual(35);
  });

  it('of mandates are what banks take', () => {
    expect(['M-1', 'A', 'X'.repeat(35)].map(isSepaId)).toEqual([true, true, true]);
    expect(['', '/M', 'M/', 'M//1', 'Ü1', 'X'.repeat(36), ' M', 'M\n'].map(isSepaId)).toEqual(Array(8).fill(false));
  });
});

const asked = { batchId: 'B1', entityId: 'DE', collectionDate: '2026-03-10', scheme: 'core' as const, noticeDays: 14 };
const planning = { ...asked, plannedOn: '2026-03-02', entityRevision: 0, payers: [{ accountId: 'DE~A', mandateId: 'M-A' }], inputHash: 'h' };

describe('a batch', () => {
  it('is planned once, and closed with what became of every debit', () => {
    const planned = decidePlanDirectDebitBatch(planning, directDebitBatchFold.initial());
    if (planned.kind === 'refused') {
      throw new Error(planned.refusal.message);
    }
    let state = planned.events.reduce((folded, event) => directDebitBatchFold.evolve(folded, event, 0, 'h'), directDebitBatchFold.initial());
    expect(decidePlanDirectDebitBatch(planning, state)).toMatchObject({ kind: 'accepted', events: [], answer: { debits: [{ directDebitId: 'B1.1' }] } });
    expect(decidePlanDirectDebitBatch({ ...planning, inputHash: 'other' }, state)).toMatchObject({ refusal: { code: 'DIRECT_DEBIT.BATCH_CONFLICT' } });
    const closing = { batchId: 'B1', ordered: 1, total: '5.00', dropped: [] };
    const closed = decideCloseDirectDebitBatch(closing, state);
    state = closed.kind === 'accepted' ? closed.events.reduce((folded, event) => directDebitBatchFold.evolve(folded, event, 1, 'h'), state) : state;
    expect(decideCloseDirectDebitBatch({ ...closing, total: '6.00' }, state)).toMatchObject({ events: [], answer: closing });
    expect(() => decideCloseDirectDebitBatch({ ...closing, ordered: 2 }, state)).toThrow('has 1 debits, not 2');
  });

  it('is refused with an id, a day or a notice that cannot be', () => {
    const code = (more: Partial<typeof asked>): string | undefined => refuseBatch({ ...asked, ...more }, '2026-03-02')?.code;
    expect([
      code({}),
      code({ batchId: 'B 1' }),
      code({ batchId: 'B'.repeat(25) }),
      code({ collectionDate: '2026-02-30' }),
      code({ collectionDate: '2026-03-02' }),
      code({ collectionDate: '2026-03-07' }),
      code({ noticeDays: 61 }),
      code({ collectionDate: '2026-04-02' }),
      code({ collectionDate: '2026-04-06' }),
      code({ collectionDate: '2026-04-07' }),
      code({ collectionDate: '9999-01-04' }),
    ]).toEqual([
      undefined, 'DIRECT_DEBIT.BATCH_ID', 'DIRECT_DEBIT.BATCH_ID', 'DATE.UNREAL', 'DIRECT_DEBIT.TOO_SOON', 'DIRECT_DEBIT.BANK_HOLIDAY', 'DIRECT_DEBIT.NOTICE',
      undefined, 'DIRECT_DEBIT.BANK_HOLIDAY', 'DIRECT_DEBIT.TOO_FAR', 'DIRECT_DEBIT.TOO_FAR',
    ]);
  });
});

describe('a direct debit', () => {
  it('is in flight until it ends; only what was collected may end once more', () => {
    const account = new AccountUnderTest();
    const item = { invoiceId: 'I', instalment: 1, documentNumber: 'R-1', amount: '5.00' };
    const ordered = {
      type: 'DirectDebitOrdered' as const,
      data: {
        accountId: 'DE~A', directDebitId: 'B1.1', batchId: 'B1', mandateId: 'M', sequence: 'FRST' as const, orderedOn: '2026-03-02', collectionDate: '2026-03-10', currency: 'EUR', amount: '5.00',
        items: [item],
      },
    };
    account.run(() => ({ kind: 'accepted', events: [ordered], answer: null }));
    expect(directDebitInFlight(account.state, item)).toBe('B1.1');
    expect(directDebitInFlight(account.state, { ...item, instalment: 2 })).toBeNull();
    const end = (outcome: 'collected' | 'returned' | 'cancelled', endedOn = '2026-03-10') =>
      account.run((state) => decideEndDirectDebit({ accountId: 'DE~A', directDebitId: 'B1.1', endedOn, outcome, reason: 'x', today: '2026-03-11' }, state));
    expect(end('collected', '2026-03-12')).toMatchObject({ refusal: { code: 'DATE.IN_FUTURE' } });
    expect(end('collected')).toMatchObject({ kind: 'accepted', events: [{}] });
    expect(directDebitInFlight(account.state, item)).toBeNull();
    expect(end('collected')).toMatchObject({ kind: 'accepted', events: [] });
    expect(end('cancelled')).toMatchObject({ refusal: { code: 'DIRECT_DEBIT.ENDED' } });
    expect(end('returned', '2026-03-11')).toMatchObject({ kind: 'accepted', events: [{}] });
    expect(end('collected')).toMatchObject({ refusal: { code: 'DIRECT_DEBIT.ENDED' } });
  });
});
