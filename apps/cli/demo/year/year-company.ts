import { RecordRates, RegisterCustomer, SetBankDetails, SetCreditTerms, SetParent } from '#billing';
import { step, type YearStep } from './year-step';

export const yearEntity = 'ADVISERS';
export const accountOf = (customerId: string): string => `${yearEntity}~${customerId}`;

const terms = {
  'year-maker': { netDays: 30, earlyPayment: { percent: '2', withinDays: 10 } },
  'year-group': { netDays: 30 },
  'year-branch-north': { netDays: 30 },
  'year-branch-south': { netDays: 14 },
  'year-exporter': { netDays: 30 },
  'year-startup': { netDays: 14 },
} as const;
export type YearCustomer = keyof typeof terms;

/** Euro for a dollar, as recorded for each month's first day; made up. */
const dollars = ['0.7500', '0.7310', '0.7240', '0.7050', '0.6740', '0.6960', '0.6900', '0.7020', '0.6980', '0.7450', '0.7180', '0.7420', '0.7730'];

const rates = dollars.map((rate, index) => ({
  currency: 'USD', rate, on: index === 12 ? '2012-01-01' : `2011-${String(index + 1).padStart(2, '0')}-01`,
}));

/** Customers at home and abroad, two of them branches of a third; one gathers its sales and contracts on one invoice. */
export const founding: readonly YearStep[] = [
  step('2011-01-01', (play) => play.do((context) => new RecordRates({ entityId: yearEntity, rates, source: 'made up' }, context))),
  ...Object.entries(terms).map(([customerId, each]) =>
    step('2011-01-01', async (play) => {
      const country = customerId === 'year-exporter' ? 'US' : 'IE';
      await play.do((context) => new RegisterCustomer({ customerId, kind: 'business', country, terms: [{ entityId: yearEntity, terms: { ...each } }] }, context));
    })),
  step('2011-01-01', (play) => play.do((context) =>
    new SetCreditTerms({ customerId: 'year-group', requestId: 'year-gather', entityId: yearEntity, terms: terms['year-group'], effectiveFrom: '2011-01-01', consolidate: true }, context))),
  ...(['year-branch-north', 'year-branch-south'] as const).map((customerId) =>
    step('2011-01-01', (play) => play.do((context) => new SetParent({ customerId, requestId: 'year-parent', parentCustomerId: 'year-group' }, context)))),
  step('2011-01-01', (play) => play.do((context) =>
    new SetBankDetails({ customerId: 'year-maker', requestId: 'year-bank', personal: { accountHolder: 'Sample Maker', iban: 'GB33BUKB20201555555555' } }, context))),
];
