import { AcceptMilestone, AcceptOutcome, AmendContract, EndContract, SignContract, type ContractItemBody } from '#billing';
import { step, type YearStep } from './year-step';
import { yearEntity, type YearCustomer } from './year-company';

const month = { unit: 'month', count: 1 } as const;
const taxed = { taxRate: '20' };
const exported = { taxRate: '0', taxCategory: 'G' as const };

const plan = (quantity: string): ContractItemBody => ({
  ...taxed, itemId: 'platform', description: 'Platform', recognition: 'daily', model: 'subscription',
  subscription: {
    plan: 'pro', quantity, unitPrice: '30', interval: month, timing: 'in-advance', trialDays: 14,
    meters: [{ meter: 'calls', unit: 'call', scheme: 'tiered', includedUnits: '100', tiers: [{ upTo: '1000', unitPrice: '0.05' }, { unitPrice: '0.02' }] }],
  },
});

interface Signed {
  readonly contractId: string;
  readonly customerId: YearCustomer;
  readonly startsOn: string;
  readonly currency?: string;
  readonly items: ContractItemBody[];
}

/** Every way to bill: for fixed fees each of the three, and prepaid units. */
const contracts: readonly Signed[] = [
  { contractId: 'Y-MILESTONES', customerId: 'year-maker', startsOn: '2011-01-10', items: [{
    ...taxed, itemId: 'project', description: 'New warehouse system', recognition: 'milestones', model: 'fixed-fee',
    fixedFee: { amount: '12000.00', billing: 'milestones', milestones: [
      { milestoneId: 'design', description: 'Design', amount: '4000.00' }, { milestoneId: 'go-live', description: 'Go-live', amount: '8000.00' }] } }] },
  { contractId: 'Y-INSTALMENTS', customerId: 'year-exporter', startsOn: '2011-01-15', currency: 'USD', items: [{
    ...exported, itemId: 'review', description: 'Review of the supply chain', recognition: 'at-issue', model: 'fixed-fee',
    fixedFee: {
      amount: '9000.00', billing: 'instalments',
      instalments: ['2011-01-31', '2011-04-30', '2011-07-31'].map((on) => ({ on, amount: '3000.00' })),
    } }] },
  { contractId: 'Y-SUPPORT', customerId: 'year-group', startsOn: '2011-01-01', items: [{
    ...taxed, itemId: 'support', description: 'Support for the year', recognition: 'daily', model: 'fixed-fee',
    fixedFee: { amount: '3650.00', billing: 'at-once', servicePeriod: { from: '2011-01-01', to: '2011-12-31' } } }] },
  { contractId: 'Y-HOURS', customerId: 'year-exporter', startsOn: '2011-02-01', currency: 'USD', items: [{
    ...exported, itemId: 'advice', description: 'Advice', recognition: 'as-used', model: 'hourly',
    hourly: { rates: [{ role: 'senior', from: '2011-02-01', hourlyRate: '150' }, { role: 'senior', from: '2011-07-01', hourlyRate: '160' }],
      incrementMinutes: 15, cap: { amount: '8000.00', per: 'contract' }, interval: month } }] },
  { contractId: 'Y-SHARE', customerId: 'year-maker', startsOn: '2011-03-01', items: [{
    ...taxed, itemId: 'savings', description: 'Share of the savings', recognition: 'point-in-time', model: 'value-based',
    valueBased: { outcome: 'Lower cost of freight', share: { percent: '10', of: 'savings', minimum: '500.00', maximum: '6000.00' } } }] },
  { contractId: 'Y-RETAINER', customerId: 'year-group', startsOn: '2011-02-01', items: [{
    ...taxed, itemId: 'counsel', description: 'Counsel', recognition: 'daily', model: 'retainer',
    retainer: { monthlyFee: '1500.00', includedUnits: '10', unit: 'hour', overagePrice: '160', rolloverMonths: 1, rolloverMaximum: '5', timing: 'in-advance' } }] },
  { contractId: 'Y-PLAN', customerId: 'year-branch-north', startsOn: '2011-01-18', items: [plan('5')] },
  { contractId: 'Y-PLAN-ENDED', customerId: 'year-branch-south', startsOn: '2011-02-01', items: [plan('3')] },
  { contractId: 'Y-PREPAID', customerId: 'year-startup', startsOn: '2011-01-20', items: [{
    ...taxed, itemId: 'units', description: 'Fifty hours, paid ahead', recognition: 'draw-down', model: 'fixed-fee',
    fixedFee: { amount: '5000.00', billing: 'at-once', prepaid: { units: '50', unit: 'hour', expiresOn: '2011-10-31' } } }] },
];

const amend = (amendmentId: string, on: string, quantity: string): YearStep =>
  step(on, (play) => play.do((context) =>
    new AmendContract({ contractId: 'Y-PLAN', amendmentId, effectiveFrom: on, items: [plan(quantity)], reason: `${quantity} seats` }, context)));

export const contractSteps: readonly YearStep[] = [
  ...contracts.map(({ startsOn, currency = 'EUR', ...each }) =>
    step(startsOn, (play) => play.do((context) => new SignContract({ ...each, entityId: yearEntity, signedOn: startsOn, startsOn, currency }, context)))),
  ...([['design', '2011-03-14'], ['go-live', '2011-08-22']] as const).map(([milestoneId, acceptedOn]) =>
    step(acceptedOn, (play) => play.do((context) => new AcceptMilestone({ contractId: 'Y-MILESTONES', itemId: 'project', milestoneId, acceptedOn }, context)))),
  step('2011-09-20', (play) => play.do((context) =>
    new AcceptOutcome({ contractId: 'Y-SHARE', acceptanceId: 'first-half', itemId: 'savings', acceptedOn: '2011-09-20', measuredValue: '38000.00' }, context))),
  amend('up', '2011-05-10', '8'),
  amend('down', '2011-09-12', '6'),
  step('2011-07-11', (play) => play.do((context) =>
    new EndContract({ contractId: 'Y-PLAN-ENDED', requestId: 'ended', endsOn: '2011-07-20', reason: 'branch closed' }, context))),
];
