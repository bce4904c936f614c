import { given, presentHash } from '../specification/given';
import { buyer, configured, shop } from '../specification/sample-facts';
import { decideAcceptMilestone } from './accept-milestone';
import { decideAcceptOutcome } from './accept-outcome';
import { decideAmendContract, type AmendContract } from './amend-contract';
import { decideAssignContractBilling } from './assign-contract-billing';
import type { PostingFacts } from './contract-decision';
import type { ContractEvent } from './contract.events';
import type { ContractItem, FixedFeeTerms } from './contract-terms';
import { BilledContract, contractSigned, itemOf, seats } from './contract-under-test';
import { contractFold, type ContractState } from './contract.state';
import { dueItems } from './due-items';
import { decideEndContract } from './end-contract';
import { decideRecogniseRevenue, type RecogniseRevenue } from './recognise-revenue';
import { decideSignContract, type SignContract } from './sign-contract';

const entity = shop(configured({ baseCurrency: 'EUR' }));
const posting: PostingFacts = { entity, rate: '1', baseCurrency: 'EUR', mode: 'half-up' };
const { accountId: _, ...term } = contractSigned([seats('1', '10')]).data;

const sign = (changes: Partial<SignContract> = {}) => (state: ContractState) =>
  decideSignContract({ inputHash: presentHash, ...term, ...changes }, state, { entity, customer: buyer(), payer: buyer() });
const signItems = (...items: ContractItem[]) => given(contractFold).when(sign({ items })).refused;

const fee = (fixedFee: Partial<FixedFeeTerms>, changes: Partial<ContractItem> = {}): ContractItem =>
  itemOf({ model: 'fixed-fee', fixedFee: { amount: '100', billing: 'at-once', ...fixedFee }, ...changes });
const milestones = (...amounts: string[]) => amounts.map((amount, index) => ({ milestoneId: `m${index + 1}`, description: 'Part', amount }));
const meter = (tiers: { upTo?: string; unitPrice: string }[], scheme: 'tiered' | 'per-unit' = 'tiered') => seats('1', '1', { meters: [{ meter: 'calls', unit: 'calls', scheme, tiers }] });
const hours = (rates: { role: string; from: string; hourlyRate: string }[]): ContractItem =>
  itemOf({ model: 'hourly', hourly: { rates, incrementMinutes: 15, interval: { unit: 'month', count: 1 } } });
const value = (valueBased: Partial<NonNullable<ContractItem['valueBased']>>): ContractItem => itemOf({ model: 'value-based', valueBased: { outcome: 'done', ...valueBased } });

describe('signing', () => {
  it('keeps amounts at scale, and the account of who pays', () => {
    const signed = given(contractFold).when(sign({ items: [fee({})], payerCustomerId: 'P' }));
    expect(signed.events[0]?.data).toMatchObject({ accountId: 'UK~P', items: [{ fixedFee: { amount: '100.00' } }] });
    expect(signed.then.when(sign({ items: [fee({})], payerCustomerId: 'P' })).events).toEqual([]);
    expect(signed.then.when(sign({ inputHash: 'v1:other' })).refused).toBe('CONTRACT.CONFLICT');
  });

  it.each<[string, Partial<SignContract>]>([
    ['CONTRACT.ID', { contractId: '' }],
    ['CURRENCY.UNKNOWN', { currency: 'XXX' }],
    ['DATE.UNREAL', { startsOn: '2026-02-30' }],
    ['CONTRACT.DAYS', { endsOn: '2025-12-31' }],
    ['CONTRACT.DAYS', { startsOn: '0900-01-01' }],
    ['CONTRACT.DUPLICATE_ID', { items: [seats('1', '1'), seats('1', '1')] }],
  ])('refuses %s', (code, changes) => expect(given(contractFold).when(sign(changes)).refused).toBe(code));

  it.each<[string, ContractItem]>([
    ['CONTRACT.ITEM_ID', { ...seats('1', '1'), itemId: 'a~b' }],
    ['CONTRACT.TERMS', { ...seats('1', '1'), model: 'retainer' }],
    ['CONTRACT.TERMS', { ...seats('1', '1'), fixedFee: { amount: '1', billing: 'at-once' } }],
    ['CONTRACT.TAX', { ...seats('1', '1'), taxCategory: 'AE', taxRate: '0' }],
    ['CONTRACT.TAX', { ...seats('1', '1'), taxCategory: 'Z', taxRate: '20' }],
    ['CONTRACT.NUMBER', { ...seats('1', '1'), taxRate: '101' }],
    ['CONTRACT.NUMBER', { ...seats('1', '1'), discountPercent: '1e2' }],
    ['CONTRACT.NUMBER', seats('-1', '1')],
    ['CONTRACT.NUMBER', seats('1', '1e9')],
    ['CONTRACT.TOO_LARGE', seats('999999999', '999999999')],
    ['CONTRACT.INTERVAL', seats('1', '1', { interval: { unit: 'year', count: 101 } })],
    ['CONTRACT.AMOUNT', fee({ amount: '1.234' })],
    ['CONTRACT.AMOUNT', fee({ amount: '-1' })],
    ['CONTRACT.TERMS', fee({ billing: 'milestones' })],
    ['CONTRACT.TERMS', fee({ milestones: milestones('100') })],
    ['CONTRACT.SUM', fee({ billing: 'milestones', milestones: milestones('60', '41') })],
    ['CONTRACT.DUPLICATE_ID', fee({ billing: 'milestones', milestones: [...milestones('60'), ...milestones('40')] })],
    ['CONTRACT.SUM', fee({ billing: 'instalments', instalments: [{ on: '2026-01-01', amount: '99.99' }] })],
    ['CONTRACT.DAYS', fee({ billing: 'instalments', instalments: [{ on: '2026-01-02', amount: '50' }, { on: '2026-01-02', amount: '50' }] })],
    ['CONTRACT.RECOGNITION', fee({}, { recognition: 'daily' })],
    ['CONTRACT.RECOGNITION', fee({}, { recognition: 'prepayment' })],
    ['CONTRACT.RECOGNITION', fee({}, { recognition: 'as-used' })],
    ['CONTRACT.RECOGNITION', fee({ prepaid: { units: '10', unit: 'hours' } })],
    ['CONTRACT.RECOGNITION', fee({}, { recognition: 'draw-down' })],
    ['CONTRACT.RECOGNITION', { ...seats('1', '1'), recognition: 'milestones' }],
    ['CONTRACT.NUMBER', fee({ prepaid: { units: '0', unit: 'hours' } }, { recognition: 'draw-down' })],
    ['CONTRACT.TIERS', meter([{ upTo: '10', unitPrice: '1' }])],
    ['CONTRACT.TIERS', meter([{ upTo: '10', unitPrice: '1' }, { upTo: '10', unitPrice: '1' }, { unitPrice: '1' }])],
    ['CONTRACT.TIERS', meter([{ unitPrice: '1' }, { unitPrice: '1' }])],
    ['CONTRACT.TIERS', meter([{ upTo: '10', unitPrice: '1' }, { unitPrice: '1' }], 'per-unit')],
    ['CONTRACT.DAYS', hours([{ role: 'a', from: '2026-01-02', hourlyRate: '1' }, { role: 'a', from: '2026-01-01', hourlyRate: '1' }])],
    ['CONTRACT.TERMS', value({})],
    ['CONTRACT.TERMS', value({ price: '1', share: { percent: '1', of: 'x' } })],
    ['CONTRACT.AMOUNT', value({ share: { percent: '10', of: 'x', minimum: '2', maximum: '1' } })],
  ])('refuses %s', (code, item) => expect(signItems(item)).toBe(code));
});

const amend = (changes: Partial<AmendContract> = {}) => (state: ContractState) =>
  decideAmendContract({ inputHash: 'v1:amend', contractId: 'C-1', amendmentId: 'a1', effectiveFrom: '2026-02-01', items: [], removedItemIds: [], reason: 'agreed', ...changes }, state);

describe('amending and ending', () => {
  const signed = given(contractFold).when(sign({ endsOn: '2026-12-31' })).then;

  it('happens once', () => {
    const amended = signed.when(amend({ items: [seats('2', '10')] }), 'v1:amend');
    expect(amended.types).toEqual(['ContractAmended']);
    expect(amended.then.when(amend({ items: [seats('2', '10')] })).events).toEqual([]);
    expect(amended.then.when(amend({ inputHash: 'v1:other' })).refused).toBe('CONTRACT.AMENDMENT_CONFLICT');
  });

  it.each<[string, Partial<AmendContract>]>([
    ['CONTRACT.EMPTY_AMENDMENT', {}],
    ['CONTRACT.ITEM_UNKNOWN', { removedItemIds: ['x'] }],
    ['CONTRACT.DAYS', { effectiveFrom: '2027-01-01', items: [seats('2', '10')] }],
    ['CONTRACT.DUPLICATE_ID', { items: [seats('2', '10')], removedItemIds: ['seat'] }],
    ['CONTRACT.FIXED_TERM', { items: [seats('2', '10', { timing: 'in-arrears' })] }],
    ['CONTRACT.FIXED_TERM', { items: [{ ...fee({}), itemId: 'seat' }] }],
    ['CONTRACT.NUMBER', { items: [seats('x', '10')] }],
  ])('refuses %s', (code, changes) => expect(signed.when(amend(changes)).refused).toBe(code));

  it('ends before what was agreed, and only earlier again', () => {
    const end = (endsOn: string, requestId = 'e1') => (state: ContractState) => decideEndContract({ inputHash: 'v1:end', contractId: 'C-1', requestId, endsOn, reason: 'cancelled' }, state);
    const ended = signed.when(end('2026-06-30'), 'v1:end');
    expect(ended.answer).toEqual({ contractId: 'C-1', accountId: 'UK~17850', endsOn: '2026-06-30' });
    expect(ended.then.when(end('2026-06-30')).events).toEqual([]);
    expect(ended.then.when(end('2026-07-31', 'e2')).refused).toBe('CONTRACT.ENDS');
    expect(signed.when(end('2025-12-31')).refused).toBe('CONTRACT.ENDS');
  });
});

describe('assigning', () => {
  const contract = new BilledContract(contractSigned([seats('1', '10')]));
  const { items } = dueItems(contract.state, { through: '2026-01-01', mode: 'half-up', usage: null });
  const assign = (invoiceId: string, decidedOn: number) => (state: ContractState) =>
    decideAssignContractBilling({ contractId: 'C-1', runId: 'r', invoiceId, items: [...items], decidedOn }, state);
  const stream = given(contractFold, ...contract.events);

  it('happens once per thing, and once per invoice', () => {
    const assigned = stream.when(assign('i1', 0)).then;
    expect(assigned.when(assign('i1', 0)).events).toEqual([]);
    expect(assigned.when(assign('i2', 1)).refused).toBe('CONTRACT.ITEM_BILLED');
  });

  it('is refused when the contract changed since it was planned', () => {
    const amended = stream.when(amend({ items: [seats('2', '10')] })).then;
    expect(amended.when(assign('i1', 0)).refused).toBe('CONTRACT.CHANGED');
    expect(amended.when(assign('i1', 1)).types).toEqual(['ContractBillingAssigned']);
  });
});

const recognise = (changes: Partial<RecogniseRevenue> & Pick<RecogniseRevenue, 'cause'>) => (state: ContractState) =>
  decideRecogniseRevenue({ inputHash: presentHash, contractId: 'C-1', itemId: 'item', recognitionId: 'r1', recognisedOn: '2026-01-31', ...changes }, state, posting);
const balance = (...events: ContractEvent[]) => new BilledContract(...events).state.items.get('item')?.balance;

describe('revenue by work and use', () => {
  it('counts with an accepted milestone, and is cleared by the invoice that follows', () => {
    const contract = new BilledContract(contractSigned([fee({ billing: 'milestones', milestones: milestones('60.00', '40.00') }, { recognition: 'milestones', discountPercent: '10' })]));
    const accept = (state: ContractState) =>
      decideAcceptMilestone({ inputHash: presentHash, contractId: 'C-1', itemId: 'item', milestoneId: 'm1', acceptedOn: '2026-02-01' }, state, { ...posting, rate: '1.1', baseCurrency: 'GBP' });
    const accepted = given(contractFold, ...contract.events).when(accept);
    expect(accepted.events[1]?.data).toMatchObject({ cause: 'milestone', amount: '54.00', fromDeferred: '0.00', toContractAsset: '54.00', baseToContractAsset: '59.40' });
    expect(accepted.then.when(accept).events).toEqual([]);
    contract.add(...accepted.events);
    const due = contract.run('2026-02-01');
    expect(due.items[0]?.lines[0]?.recognition).toEqual({ rule: 'milestones', contractAsset: '54.00', contractAssetBase: '59.40' });
    expect(contract.state.items.get('item')?.balance).toMatchObject({ billed: 54_00n, recognised: 54_00n, asset: 0n, assetBase: 0n, deferred: 0n });
  });

  it('takes what was billed ahead of the milestone first', () => {
    const contract = new BilledContract(contractSigned([fee({ milestones: milestones('60.00', '40.00') }, { recognition: 'milestones' })]));
    contract.run('2026-01-01');
    const accepted = given(contractFold, ...contract.events).when((state) =>
      decideAcceptMilestone({ inputHash: presentHash, contractId: 'C-1', itemId: 'item', milestoneId: 'm1', acceptedOn: '2026-02-01' }, state, posting));
    expect(accepted.events[1]?.data).toMatchObject({ amount: '60.00', fromDeferred: '60.00', toContractAsset: '0.00' });
  });

  it('counts with an accepted outcome once', () => {
    const stream = given(contractFold, contractSigned([{ ...value({ price: '500.00' }), recognition: 'milestones' }]));
    const accept = (acceptanceId: string, measuredValue?: string) => (state: ContractState) =>
      decideAcceptOutcome(
        { inputHash: presentHash, contractId: 'C-1', itemId: 'item', acceptanceId, acceptedOn: '2026-03-01', ...(measuredValue === undefined ? {} : { measuredValue }) },
        state,
        posting,
      );
    const accepted = stream.when(accept('x'));
    expect(accepted.types).toEqual(['OutcomeAccepted', 'RevenueRecognised']);
    expect(accepted.then.when(accept('y')).refused).toBe('CONTRACT.OUTCOME_ACCEPTED');
    expect(stream.when(accept('x', '1.00')).refused).toBe('CONTRACT.MEASURED_VALUE');
  });

  it('draws prepaid units down, and takes the rest as breakage when they expire', () => {
    const prepaid = fee({ amount: '100.00', prepaid: { units: '3', unit: 'hours', expiresOn: '2026-06-30' } }, { recognition: 'draw-down' });
    const contract = new BilledContract(contractSigned([prepaid]));
    contract.run('2026-01-01');
    let stream = given(contractFold, ...contract.events);
    const amounts = [['d1', '1'], ['d2', '1'], ['d3', '2.5']].map(([recognitionId = '', unitsUsed = '']) => {
      const drawn = stream.when(recognise({ cause: 'draw-down', recognitionId, unitsUsed }), `v1:${recognitionId}`);
      stream = drawn.then;
      return drawn.answer.amount;
    });
    expect(amounts).toEqual(['33.33', '0.00', '50.00']);
    expect(stream.when(recognise({ cause: 'breakage' })).refused).toBe('CONTRACT.NOT_EXPIRED');
    const expired = stream.when(recognise({ cause: 'breakage', recognitionId: 'b', recognisedOn: '2026-06-30' }));
    expect(expired.answer.amount).toBe('16.67');
    expect(expired.then.when(recognise({ cause: 'draw-down', recognitionId: 'd4', unitsUsed: '3', recognisedOn: '2026-07-01' }), 'v1:d4').answer.amount).toBe('0.00');
    expect(balance(...expired.then.events)).toMatchObject({ deferred: 0n, deferredBase: 0n, recognised: 100_00n, asset: 0n });
  });

  it('accrues work that is not billed, at what it will be billed at, and only what is new', () => {
    const rates = [{ role: 'dev', from: '2026-01-01', hourlyRate: '100' }];
    const hourly = { rates, incrementMinutes: 15, interval: { unit: 'month' as const, count: 2 } };
    const contract = new BilledContract(contractSigned([{ ...hours(rates), recognition: 'as-used', hourly }]));
    contract.use({ usageId: 'u1', itemId: 'item', meter: 'dev', quantity: '2.1', on: '2026-01-10' }, { usageId: 'u2', itemId: 'item', meter: 'dev', quantity: '1', on: '2026-02-10' });
    const { unbilled: usage } = contract;
    const january = given(contractFold, ...contract.events).when(recognise({ cause: 'accrual', usage }));
    expect(january.answer.amount).toBe('225.00');
    expect(january.then.when(recognise({ cause: 'accrual', recognitionId: 'again', usage }), 'v1:again').answer.amount).toBe('0.00');
    const february = january.then.when(recognise({ cause: 'accrual', recognitionId: 'r2', recognisedOn: '2026-02-28', usage }), 'v1:r2');
    expect(february.answer.amount).toBe('100.00');
    contract.add(...january.events, ...february.events);
    expect(contract.run('2026-03-01').items[0]?.lines[0]).toMatchObject({ net: '325.00', recognition: { rule: 'as-used', contractAsset: '325.00' } });
    expect(contract.state.items.get('item')?.balance).toMatchObject({ asset: 0n, billed: 325_00n });
  });

  it('accrues nothing that counts at issue', () => {
    const stream = given(contractFold, contractSigned([hours([{ role: 'dev', from: '2026-01-01', hourlyRate: '100' }])]));
    const usage = { from: 0, to: 0, records: [{ usageId: 'u1', itemId: 'item', meter: 'dev', quantity: '2', on: '2026-01-10' }] };
    expect(stream.when(recognise({ cause: 'accrual', usage })).answer.amount).toBe('0.00');
  });
});
