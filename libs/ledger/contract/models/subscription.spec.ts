import { amendedFrom, BilledContract, contractSigned, endedOn, seats, shown, shownCredits } from '../contract-under-test';
import { nextDueOn } from '../due-items';

describe('a subscription', () => {
  it('bills each month in advance, and says when the next is due', () => {
    const contract = new BilledContract(contractSigned([seats('10', '9.90')]));
    expect(nextDueOn(contract.state)).toBe('2026-01-01');
    const due = contract.run('2026-01-01');
    expect(shown(due)).toEqual(['99.00 = 10 × 9.90 2026-01-01..2026-01-31']);
    expect(due.items[0]).toMatchObject({ billableId: 'seat~2026-01-01', kind: 'period', billedThrough: '2026-01-31' });
    expect(contract.run('2026-01-31').items).toEqual([]);
    expect(nextDueOn(contract.state)).toBe('2026-02-01');
    expect(shown(contract.run('2026-03-15'))).toEqual(['99.00 = 10 × 9.90 2026-02-01..2026-02-28', '99.00 = 10 × 9.90 2026-03-01..2026-03-31']);
  });

  it('keeps the day it began with, also over a short February', () => {
    const contract = new BilledContract(contractSigned([seats('1', '10')], { startsOn: '2023-12-31' }));
    const days = contract.run('2024-05-31').items.map(({ billableId }) => billableId.slice(5));
    expect(days).toEqual(['2023-12-31', '2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31']);
  });

  it('bills in arrears on the day after the period', () => {
    const contract = new BilledContract(contractSigned([seats('1', '10', { timing: 'in-arrears', interval: { unit: 'week', count: 2 } })]));
    expect(nextDueOn(contract.state)).toBe('2026-01-15');
    expect(contract.due('2026-01-14').items).toEqual([]);
    expect(shown(contract.run('2026-01-15'))).toEqual(['10.00 = 1 × 10 2026-01-01..2026-01-14']);
  });

  it('is free in its trial, and counts its periods from after it', () => {
    const contract = new BilledContract(contractSigned([seats('2', '15', { trialDays: 14 })]));
    expect(nextDueOn(contract.state)).toBe('2026-01-15');
    expect(contract.due('2026-01-14').items).toEqual([]);
    expect(shown(contract.run('2026-02-15'))).toEqual(['30.00 = 2 × 15 2026-01-15..2026-02-14', '30.00 = 2 × 15 2026-02-15..2026-03-14']);
  });

  it('bills the rest of a period when more is bought in the middle: 17 of 31 days', () => {
    const contract = new BilledContract(contractSigned([seats('10', '9.90')]));
    contract.run('2026-01-01');
    contract.add(amendedFrom('2026-01-15', [seats('15', '9.90')]));
    expect(nextDueOn(contract.state)).toBe('2026-01-15');
    expect(contract.due('2026-01-14').items).toEqual([]);
    // 5 × 9.90 × 17 / 31 = 27.1451…
    const due = contract.run('2026-01-15');
    expect(shown(due)).toEqual(['27.15 = 1 × 27.15 2026-01-15..2026-01-31']);
    expect(due.items[0]).toMatchObject({ billableId: 'seat~adjustment~1~2026-01-01', kind: 'adjustment' });
    expect(shown(contract.run('2026-02-01'))).toEqual(['148.50 = 15 × 9.90 2026-02-01..2026-02-28']);
  });

  it('bills both parts of a period whose change is known when it is billed', () => {
    const contract = new BilledContract(contractSigned([seats('10', '9.90')]), amendedFrom('2026-01-15', [seats('15', '9.90')]));
    const due = contract.run('2026-01-01');
    // 99 × 14 / 31 = 44.7096…, and 148.50 × 17 / 31 = 81.4354…; together 126.1451…
    expect(shown(due)).toEqual(['44.71 = 1 × 44.71 2026-01-01..2026-01-14', '81.44 = 1 × 81.44 2026-01-15..2026-01-31']);
    expect(due.items[0]?.lines.map(({ description }) => description)).toEqual(['Team plan (10 × 9.90), 14 of 31 days', 'Team plan (15 × 9.90), 17 of 31 days']);
  });

  it('credits the rest of a period against its line when less is bought', () => {
    const contract = new BilledContract(contractSigned([seats('10', '31')]));
    contract.run('2026-01-01');
    contract.add(amendedFrom('2026-01-15', [seats('6', '31')]));
    // 4 × 31 × 17 / 31
    const due = contract.run('2026-01-15');
    expect(shownCredits(due)).toEqual(['68.00 off seat~2026-01-01 2026-01-15..2026-01-31']);
    expect(contract.net).toBe(242_00n);
    expect(contract.run('2026-01-31')).toEqual({ items: [], credits: [] });
  });

  it('credits what was billed beyond its end, and bills nothing more', () => {
    const contract = new BilledContract(contractSigned([seats('1', '365', { interval: { unit: 'year', count: 1 } })]));
    contract.run('2026-01-01');
    contract.add(endedOn('2026-03-31'));
    expect(nextDueOn(contract.state)).toBe('2026-04-01');
    expect(shownCredits(contract.run('2026-12-31'))).toEqual(['275.00 off seat~2026-01-01 2026-04-01..2026-12-31']);
    expect(nextDueOn(contract.state)).toBeNull();
    expect(contract.run('2030-01-01')).toEqual({ items: [], credits: [] });
  });

  it('bills an agreed end by day: 17 of 31 days', () => {
    const contract = new BilledContract(contractSigned([seats('1', '100')], { endsOn: '2026-01-17' }));
    expect(shown(contract.run('2026-06-01'))).toEqual(['54.84 = 1 × 54.84 2026-01-01..2026-01-17']);
  });

  it('ends with a removed item, and takes it up again in the periods it had', () => {
    const contract = new BilledContract(contractSigned([seats('1', '31')]));
    contract.run('2026-01-01');
    contract.add(amendedFrom('2026-01-11', [], ['seat']));
    expect(shownCredits(contract.run('2026-02-20'))).toEqual(['21.00 off seat~2026-01-01 2026-01-11..2026-01-31']);
    contract.add(amendedFrom('2026-02-15', [seats('1', '28')]));
    expect(shown(contract.run('2026-02-20'))).toEqual(['14.00 = 1 × 14.00 2026-02-15..2026-02-28']);
  });

  it('takes its discount off parts of a period too', () => {
    const contract = new BilledContract(contractSigned([{ ...seats('1', '100'), discountPercent: '10' }], { endsOn: '2026-02-14' }));
    const due = contract.run('2026-02-01');
    expect(shown(due)).toEqual(['90.00 = 1 × 100 2026-01-01..2026-01-31', '45.00 = 1 × 45.00 2026-02-01..2026-02-14']);
    expect(due.items[1]?.lines[0]?.description).toBe('Team plan, 14 of 28 days, less 10 %');
  });
});

describe('metered parts of a subscription', () => {
  const meter = (scheme: 'per-unit' | 'tiered' | 'volume', tiers: { upTo?: string; unitPrice: string; flatFee?: string }[], includedUnits?: string) =>
    seats('0', '0', { meters: [{ meter: 'calls', unit: 'calls', scheme, tiers, ...(includedUnits === undefined ? {} : { includedUnits }) }] });
  const tiers = [{ upTo: '100', unitPrice: '0.50' }, { upTo: '1000', unitPrice: '0.20', flatFee: '5' }, { unitPrice: '0.10' }];
  let ids = 0;
  const calls = (on: string, quantity: string) => ({ usageId: `u${(ids += 1)}`, itemId: 'seat', meter: 'calls', quantity, on });
  const used = (quantity: string, item = meter('tiered', tiers)): BilledContract => new BilledContract(contractSigned([item])).use(calls('2026-01-31', quantity));

  it.each<[string, string[]]>([
    ['100', ['50.00 = 100 × 0.50']],
    ['101', ['50.00 = 100 × 0.50', '0.20 = 1 × 0.20', '5.00 = 1 × 5']],
    ['1000', ['50.00 = 100 × 0.50', '180.00 = 900 × 0.20', '5.00 = 1 × 5']],
    ['1000.5', ['50.00 = 100 × 0.50', '180.00 = 900 × 0.20', '5.00 = 1 × 5', '0.05 = 0.5 × 0.10']],
  ])('bills %s units tier by tier', (quantity, lines) =>
    expect(shown(used(quantity).run('2026-02-01'))).toEqual(lines.map((line) => `${line} 2026-01-01..2026-01-31`)));

  it.each<[string, string]>([['100', '50.00 = 100 × 0.50'], ['101', '20.20 = 101 × 0.20'], ['1001', '100.10 = 1001 × 0.10']])(
    'bills all %s units at the tier they reach by volume',
    (quantity, line) => expect(shown(used(quantity, meter('volume', tiers)).run('2026-02-01'))[0]).toBe(`${line} 2026-01-01..2026-01-31`),
  );

  it('waits for the end of the period, and for what goes beyond the included units', () => {
    const contract = used('120', meter('per-unit', [{ unitPrice: '0.01' }], '100'));
    expect(contract.due('2026-01-31')).toEqual({ items: [], credits: [] });
    const due = contract.run('2026-02-01');
    expect(shown(due)).toEqual(['0.20 = 20 × 0.01 2026-01-01..2026-01-31']);
    expect(due.usageRange).toEqual({ from: 0, to: 0 });
  });

  it('takes usage of the next period up with an invoice and bills it when that is over', () => {
    const item = seats('1', '10', { meters: [{ meter: 'calls', unit: 'calls', scheme: 'per-unit', tiers: [{ unitPrice: '1' }] }] });
    const contract = new BilledContract(contractSigned([item])).use(calls('2026-01-05', '3'), calls('2026-02-05', '4'));
    expect(shown(contract.run('2026-02-10'))).toEqual([
      '10.00 = 1 × 10 2026-01-01..2026-01-31', '3.00 = 3 × 1 2026-01-01..2026-01-31', '10.00 = 1 × 10 2026-02-01..2026-02-28',
    ]);
    expect(contract.unbilled).toBeNull();
    expect(shown(contract.run('2026-03-01'))).toEqual(['4.00 = 4 × 1 2026-02-01..2026-02-28', '10.00 = 1 × 10 2026-03-01..2026-03-31']);
  });

  it('bills late usage with the next invoice, for its own period, at the tier that period had reached', () => {
    const contract = used('95');
    contract.run('2026-02-01');
    contract.use(calls('2026-01-20', '10'));
    // 5 more at 0.50, 5 at 0.20, and the fee of the second tier.
    const due = contract.run('2026-03-01');
    expect(shown(due)).toEqual(['8.50 = 1 × 8.50 2026-01-01..2026-01-31']);
    contract.use(calls('2026-01-21', '10'));
    expect(shown(contract.run('2026-03-01'))).toEqual(['2.00 = 10 × 0.20 2026-01-01..2026-01-31']);
  });

  it('credits what later usage makes cheaper by volume', () => {
    const contract = used('100', meter('volume', tiers));
    contract.run('2026-02-01');
    contract.use(calls('2026-01-20', '1'));
    // 50.00 billed; 101 × 0.20 + 5 = 25.20 owed.
    const due = contract.run('2026-02-02');
    expect(shownCredits(due)).toEqual(['24.80 off seat~usage~calls~2026-01-01 2026-01-01..2026-01-31']);
  });
});
