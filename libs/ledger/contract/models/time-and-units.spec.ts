import type { ContractItem } from '../contract-terms';
import { amendedFrom, BilledContract, contractSigned, endedOn, itemOf, shown, shownCredits } from '../contract-under-test';
import { nextDueOn } from '../due-items';

let ids = 0;
const worked = (on: string, quantity: string, meter?: string) => ({ usageId: `u${(ids += 1)}`, itemId: 'item', quantity, on, ...(meter === undefined ? {} : { meter }) });

const hours = (changes: Partial<NonNullable<ContractItem['hourly']>> = {}): ContractItem => itemOf({
  model: 'hourly',
  hourly: {
    rates: [{ role: 'senior', from: '2026-01-01', hourlyRate: '120' }, { role: 'senior', from: '2026-02-16', hourlyRate: '130' }, { role: 'junior', from: '2026-01-01', hourlyRate: '80' }],
    incrementMinutes: 15,
    interval: { unit: 'month', count: 1 },
    ...changes,
  },
});

describe('hours', () => {
  it('are billed after the month by role and rate of the day, each entry in whole quarters', () => {
    const contract = new BilledContract(contractSigned([hours()]));
    // 50 and 5 minutes are 1 hour and a quarter; 20 minutes at the new rate are half an hour.
    contract.use(worked('2026-02-02', '0.833333', 'senior'), worked('2026-02-03', '0.083333', 'senior'), worked('2026-02-20', '0.333333', 'senior'), worked('2026-02-20', '2', 'junior'));
    expect(contract.due('2026-02-28').items).toEqual([]);
    expect(shown(contract.run('2026-03-01')).sort()).toEqual([
      '150.00 = 1.25 × 120 2026-02-01..2026-02-28', '160.00 = 2 × 80 2026-02-01..2026-02-28', '65.00 = 0.5 × 130 2026-02-01..2026-02-28',
    ]);
    expect(nextDueOn(contract.state)).toBeNull();
  });

  it('count minutes exactly where an hour does not divide into decimals', () => {
    const contract = new BilledContract(contractSigned([hours({ incrementMinutes: 10 })]));
    contract.use(...Array.from({ length: 600 }, () => worked('2026-01-05', '0.166666', 'junior')));
    // 600 × 10 minutes are 100 hours.
    expect(shown(contract.run('2026-02-01'))).toEqual(['8000.00 = 100 × 80 2026-01-01..2026-01-31']);
  });

  it('stop at the cap of a period in the middle of an entry; the rest is shown at nothing', () => {
    const contract = new BilledContract(contractSigned([hours({ cap: { amount: '500.00', per: 'period' } })]));
    contract.use(worked('2026-01-05', '5', 'junior'), worked('2026-01-06', '3', 'senior'));
    expect(shown(contract.run('2026-02-01'))).toEqual(['400.00 = 5 × 80 2026-01-01..2026-01-31', '100.00 = 1 × 100.00 2026-01-01..2026-01-31']);
    contract.use(worked('2026-02-06', '3', 'senior'), worked('2026-02-20', '3', 'senior'), worked('2026-02-21', '1', 'junior'));
    expect(shown(contract.run('2026-03-01'))).toEqual([
      '80.00 = 1 × 80 2026-02-01..2026-02-28', '360.00 = 3 × 120 2026-02-01..2026-02-28', '60.00 = 1 × 60.00 2026-02-01..2026-02-28',
    ]);
  });

  it('stop at the cap of the contract, whichever month comes late', () => {
    const contract = new BilledContract(contractSigned([hours({ cap: { amount: '1000.00', per: 'contract' } })]));
    contract.use(worked('2026-01-05', '5', 'junior'));
    contract.run('2026-02-01');
    contract.use(worked('2026-02-06', '4', 'senior'), worked('2026-02-07', '4', 'junior'));
    expect(shown(contract.run('2026-03-01'))).toEqual(['320.00 = 4 × 80 2026-02-01..2026-02-28', '280.00 = 1 × 280.00 2026-02-01..2026-02-28']);
    contract.use(worked('2026-01-06', '1', 'senior'), worked('2026-03-06', '1', 'senior'));
    expect(contract.run('2026-04-01')).toEqual({ items: [], credits: [] });
    expect(contract.net).toBe(1000_00n);
  });

  it('that come late are billed with the next invoice, for their own month and at its rate', () => {
    const contract = new BilledContract(contractSigned([hours()])).use(worked('2026-01-05', '1', 'senior'));
    contract.run('2026-02-01');
    contract.use(worked('2026-01-07', '2', 'senior'), worked('2026-02-20', '1', 'senior'));
    expect(shown(contract.run('2026-03-01'))).toEqual(['240.00 = 1 × 240.00 2026-01-01..2026-01-31', '130.00 = 1 × 130 2026-02-01..2026-02-28']);
  });
});

const retained = (changes: Partial<NonNullable<ContractItem['retainer']>> = {}): ContractItem => itemOf({
  model: 'retainer',
  retainer: { monthlyFee: '3100.00', includedUnits: '10', unit: 'hours', overagePrice: '150', rolloverMonths: 0, timing: 'in-advance', ...changes },
});

describe('a retainer', () => {
  it('bills its months in advance, the first and the last by day', () => {
    const contract = new BilledContract(contractSigned([retained()], { startsOn: '2026-01-15', endsOn: '2026-03-10' }));
    expect(nextDueOn(contract.state)).toBe('2026-01-15');
    const due = contract.run('2026-12-31');
    expect(shown(due)).toEqual([
      '1700.00 = 1 × 1700.00 2026-01-15..2026-01-31', '3100.00 = 1 × 3100.00 2026-02-01..2026-02-28', '1000.00 = 1 × 1000.00 2026-03-01..2026-03-10',
    ]);
    expect(due.items[0]?.lines[0]?.description).toBe('Service, 17 of 31 days');
    expect(nextDueOn(contract.state)).toBeNull();
  });

  it('bills in arrears on the first of the next month', () => {
    const contract = new BilledContract(contractSigned([retained({ timing: 'in-arrears' })]));
    expect(nextDueOn(contract.state)).toBe('2026-02-01');
    expect(shown(contract.run('2026-02-28'))).toEqual(['3100.00 = 1 × 3100.00 2026-01-01..2026-01-31']);
  });

  it('bills what goes beyond the included units after the month; what is left expires with it', () => {
    const contract = new BilledContract(contractSigned([retained({ monthlyFee: '0.00' })])).use(worked('2026-01-05', '4'), worked('2026-02-05', '12.5'));
    expect(shown(contract.run('2026-03-01'))).toEqual(['375.00 = 2.5 × 150 2026-02-01..2026-02-28']);
  });

  it('rolls unused units over, takes the oldest first, and lets them expire', () => {
    const contract = new BilledContract(contractSigned([retained({ monthlyFee: '0.00', rolloverMonths: 2 })]));
    // January leaves 6, good through March. February takes 6 of January and 2 of its own: 8 left, good through April.
    // March takes 8 of February and 10 of its own and 3 more. April has its own 10 alone.
    contract.use(worked('2026-01-05', '4'), worked('2026-02-05', '8'), worked('2026-03-05', '21'), worked('2026-04-05', '11'));
    expect(shown(contract.run('2026-05-01'))).toEqual(['450.00 = 3 × 150 2026-03-01..2026-03-31', '150.00 = 1 × 150 2026-04-01..2026-04-30']);
  });

  it('lets unused units expire when their months are over', () => {
    const contract = new BilledContract(contractSigned([retained({ monthlyFee: '0.00', rolloverMonths: 1 })]));
    // January's 10 are good through February, February's through March: March has 20.
    contract.use(worked('2026-03-05', '25'));
    expect(shown(contract.run('2026-04-01'))).toEqual(['750.00 = 5 × 150 2026-03-01..2026-03-31']);
  });

  it('carries no more than the maximum', () => {
    const contract = new BilledContract(contractSigned([retained({ monthlyFee: '0.00', rolloverMonths: 12, rolloverMaximum: '12' })]));
    contract.use(worked('2026-04-05', '25'));
    expect(shown(contract.run('2026-05-01'))).toEqual(['450.00 = 3 × 150 2026-04-01..2026-04-30']);
  });

  it('bills what late use takes from later months', () => {
    const contract = new BilledContract(contractSigned([retained({ monthlyFee: '0.00', rolloverMonths: 1 })])).use(worked('2026-01-05', '4'), worked('2026-02-05', '17'));
    // 6 rolled over and 10 of its own: 1 beyond.
    expect(shown(contract.run('2026-03-01'))).toEqual(['150.00 = 1 × 150 2026-02-01..2026-02-28']);
    contract.use(worked('2026-01-06', '2'));
    expect(shown(contract.run('2026-04-01'))).toEqual(['300.00 = 1 × 300.00 2026-02-01..2026-02-28']);
  });

  it('credits the rest of a month when it ends in the middle, and bills more of a higher fee', () => {
    const contract = new BilledContract(contractSigned([retained()]));
    contract.run('2026-01-01');
    contract.add(amendedFrom('2026-01-22', [retained({ monthlyFee: '6200.00' })]));
    expect(shown(contract.run('2026-01-22'))).toEqual(['1000.00 = 1 × 1000.00 2026-01-22..2026-01-31']);
    contract.add(endedOn('2026-01-26'));
    expect(shownCredits(contract.run('2026-01-27'))).toEqual(['1000.00 off item~adjustment~1~2026-01-01 2026-01-27..2026-01-31']);
  });
});
