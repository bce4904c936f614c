import type { ContractItem } from '../contract-terms';
import { amendedFrom, BilledContract, contractSigned, endedOn, itemOf, shown, shownCredits } from '../contract-under-test';
import { nextDueOn } from '../due-items';
import { outcomeAmount } from './value-based';
import { knownCurrency } from '#money';

const fee = (fixedFee: NonNullable<ContractItem['fixedFee']>, changes: Partial<ContractItem> = {}): ContractItem =>
  itemOf({ itemId: 'build', description: 'Build', model: 'fixed-fee', fixedFee, ...changes });
const accepted = (milestoneId: string, acceptedOn: string, amount: string) => ({ type: 'MilestoneAccepted', data: { contractId: 'C-1', itemId: 'build', milestoneId, acceptedOn, amount } }) as const;

describe('a fixed fee', () => {
  it('is billed at once when it begins, and never again', () => {
    const contract = new BilledContract(contractSigned([fee({ amount: '1000.00', billing: 'at-once' })], { startsOn: '2026-02-01' }));
    expect(nextDueOn(contract.state)).toBe('2026-02-01');
    expect(contract.due('2026-01-31').items).toEqual([]);
    expect(shown(contract.run('2026-02-01'))).toEqual(['1000.00 = 1 × 1000.00']);
    expect(nextDueOn(contract.state)).toBeNull();
    expect(contract.run('2027-01-01').items).toEqual([]);
  });

  it('bills the difference when it was raised, and credits it when it was lowered', () => {
    const contract = new BilledContract(contractSigned([fee({ amount: '1000.00', billing: 'at-once' })]));
    contract.run('2026-01-01');
    contract.add(amendedFrom('2026-02-01', [fee({ amount: '1200.00', billing: 'at-once' })]));
    expect(nextDueOn(contract.state)).toBe('2026-02-01');
    expect(shown(contract.run('2026-02-01'))).toEqual(['200.00 = 1 × 200.00']);
    contract.add(amendedFrom('2026-03-01', [fee({ amount: '900.00', billing: 'at-once' })]));
    expect(shownCredits(contract.run('2026-03-01'))).toEqual(['200.00 off build~adjustment~1~fee 2026-03-01..2026-03-01', '100.00 off build~fee 2026-03-01..2026-03-01']);
    expect(contract.net).toBe(900_00n);
  });

  it('is billed by milestones as they are accepted, less its discount', () => {
    const milestones = [{ milestoneId: 'design', description: 'Design', amount: '333.33' }, { milestoneId: 'live', description: 'Go-live', amount: '666.67' }];
    const contract = new BilledContract(contractSigned([fee({ amount: '1000.00', billing: 'milestones', milestones }, { discountPercent: '10' })]));
    expect(nextDueOn(contract.state)).toBeNull();
    contract.add(accepted('design', '2026-02-10', '333.33'));
    expect(nextDueOn(contract.state)).toBe('2026-02-10');
    const due = contract.run('2026-02-10');
    expect(shown(due)).toEqual(['300.00 = 1 × 333.33']);
    expect(due.items[0]).toMatchObject({ billableId: 'build~milestone~design', kind: 'milestone', lines: [{ description: 'Build: Design', discountPercent: '10' }] });
    contract.add(accepted('live', '2026-03-10', '666.67'));
    expect(shown(contract.run('2026-12-31'))).toEqual(['600.00 = 1 × 666.67']);
  });

  it('is billed in instalments on their days, and those after an early end are not owed', () => {
    const instalments = [{ on: '2026-01-15', amount: '400.00' }, { on: '2026-02-15', amount: '600.00' }];
    const contract = new BilledContract(contractSigned([fee({ amount: '1000.00', billing: 'instalments', instalments })]));
    expect(nextDueOn(contract.state)).toBe('2026-01-15');
    expect(contract.run('2026-02-14').items.map(({ billableId }) => billableId)).toEqual(['build~instalment~2026-01-15']);
    expect(nextDueOn(contract.state)).toBe('2026-02-15');
    contract.add(endedOn('2026-02-14'));
    expect(nextDueOn(contract.state)).toBeNull();
  });

  it('changes the instalments to come', () => {
    const first = { on: '2026-01-15', amount: '400.00' };
    const contract = new BilledContract(contractSigned([fee({ amount: '1000.00', billing: 'instalments', instalments: [first, { on: '2026-02-15', amount: '600.00' }] })]));
    contract.run('2026-01-20');
    contract.add(amendedFrom('2026-02-01', [fee({ amount: '1100.00', billing: 'instalments', instalments: [first, { on: '2026-03-15', amount: '700.00' }] })]));
    expect(shown(contract.run('2026-12-31'))).toEqual(['700.00 = 1 × 700.00']);
  });
});

describe('an outcome', () => {
  const share = { percent: '12.5', of: 'savings', minimum: '500.00', maximum: '2000.00' };
  const rules = { currency: knownCurrency('EUR'), mode: 'half-up' } as const;

  it.each<[string, string]>([['1000.00', '500.00'], ['8000.04', '1000.01'], ['100000.00', '2000.00']])('costs its share of %s within bounds: %s', (measured, amount) =>
    expect(outcomeAmount({ outcome: 'saved', share }, measured, rules)).toBe(amount));

  it('costs its price', () => expect(outcomeAmount({ outcome: 'done', price: '750.00' }, undefined, rules)).toBe('750.00'));

  it('is billed when it was accepted', () => {
    const contract = new BilledContract(contractSigned([itemOf({ itemId: 'save', model: 'value-based', valueBased: { outcome: 'costs fall', share } })]));
    contract.add({ type: 'OutcomeAccepted', data: { contractId: 'C-1', itemId: 'save', acceptanceId: 'y1', acceptedOn: '2026-06-30', measuredValue: '8000.04', amount: '1000.01' } });
    expect(nextDueOn(contract.state)).toBe('2026-06-30');
    const due = contract.run('2026-06-30');
    expect(shown(due)).toEqual(['1000.01 = 1 × 1000.01']);
    expect(due.items[0]?.lines[0]?.description).toBe('Service: costs fall (12.5 % of savings, 8000.04)');
    expect(nextDueOn(contract.state)).toBeNull();
  });
});
