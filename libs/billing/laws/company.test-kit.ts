import { CloseSale, ConfigureEntity, GiveMandate, openLedger, RecordRates, RegisterCustomer, SetCreditTerms, SetParent, type CommandContext, type CommandResult, type Ledger } from '#billing';
import { addDays } from '#ledger';
import type { Command } from '@nestjs/cqrs';

export const currencies = ['GBP', 'EUR', 'JPY'] as const;
export const customers = ['plain', 'early', 'gathered', 'child', 'split'] as const;
export const entityIds = ['UK', 'JP'] as const;
export const firstDay = '2026-01-01';

/** A clock that the test moves on by whole days; it begins at noon of the first day. */
export class MovedClock {
  today = firstDay;
  readonly now = (): number => Date.parse(`${this.today}T12:00:00Z`);

  moveOn(days: number): void {
    this.today = addDays(this.today, days);
  }
}

export const openWith = (dataFolder: string, clock: MovedClock): Promise<Ledger> =>
  openLedger({ dataFolder, clock, followLog: false, leaveMilliseconds: 3_600_000, onTrouble: () => undefined });

/** Contexts with ids of their own, counted up. */
export function contexts(): () => CommandContext {
  let count = 0;
  return () => {
    count += 1;
    return { actor: 'test', commandId: `command-${count}`, correlationId: `command-${count}` };
  };
}

export async function accepted<Answer>(ledger: Ledger, command: Command<CommandResult<Answer>>): Promise<Answer> {
  const result = await ledger.execute(command);
  if (result.kind !== 'accepted') {
    throw new Error(`${command.constructor.name}: ${result.kind === 'refused' ? `${result.refusal.code} ${result.refusal.message}` : result.message}`);
  }
  return result.answer;
}

const series = (entityId: string) => [
  { seriesId: `${entityId}-INV`, kind: 'invoice' as const, prefix: `${entityId}-`, firstNumber: 100, digits: 6 },
  { seriesId: `${entityId}-CN`, kind: 'credit-note' as const, prefix: `${entityId}C-`, firstNumber: 7, digits: 5 },
];
const steps = [
  { step: 'early', offsetDays: -3, template: 'early' }, { step: 'first', offsetDays: 5, template: 'first', level: 'notice' as const },
  { step: 'last', offsetDays: 20, template: 'last', level: 'final-notice' as const, fee: '5' },
];
const policies = [{ policyId: 'standard', version: 1, effectiveFrom: '2025-01-01', minimumAmount: '1', minimumGapDays: 3, steps }];
const ofAll = {
  agingBuckets: [30, 60], defaultTerms: { netDays: 14 }, policies, creditorId: 'DE98ZZZ09999999999', bankAccount: { iban: 'DE02120300000000202051' },
};
const chart = [
  ['receivables', '1200', 'Trade debtors'], ['unapplied-receipts', '1201', 'Receipts on account'], ['unidentified-receipts', '1202', 'Suspense'],
  ['credits-to-apply', '1203', 'Credits'], ['bank', '1000', 'Bank'], ['revenue', '4100', 'Income'], ['tax-payable', '2300', 'Consumption tax'],
  ['opening-balance', '3900', 'Opening'],
] as const;

const companies = [
  {
    ...ofAll, entityId: 'UK', name: 'Sample Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', series: series('UK'),
    rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, tolerance: '1.00', lateCharges: { fee: '40.00', interestPercent: '8', graceDays: 2 },
  },
  {
    ...ofAll, entityId: 'JP', name: 'Sample KK', country: 'JP', timeZone: 'Asia/Tokyo', baseCurrency: 'JPY', series: series('JP'),
    rounding: { basis: 'line' as const, mode: 'half-even' as const }, tolerance: '100', lateCharges: { interestPercent: '14.6', graceDays: 0 },
    chart: chart.map(([role, code, name]) => ({ role, code, name })),
  },
];

/** Base units of one unit: by base currency, then currency. */
export const firstRates: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  UK: { EUR: '0.8571', JPY: '0.005312' },
  JP: { GBP: '188.25', EUR: '161.4' },
};

const terms = {
  plain: { netDays: 14 },
  early: { netDays: 30, earlyPayment: { percent: '2', withinDays: 10 } },
  gathered: { netDays: 7 },
  child: { netDays: 0 },
  split: { netDays: 30, instalments: [{ netDays: 5, percent: '33.33' }, { netDays: 35, percent: '66.67' }] },
} as const;

async function registerCustomers(ledger: Ledger, context: () => CommandContext): Promise<void> {
  for (const customerId of customers) {
    await accepted(ledger, new RegisterCustomer({ customerId, kind: 'business', country: 'GB' }, context()));
    for (const entityId of entityIds) {
      const body = { customerId, requestId: `terms-${entityId}`, entityId, terms: { ...terms[customerId] } as { netDays: number }, effectiveFrom: '2025-01-01' };
      await accepted(ledger, new SetCreditTerms({ ...body, consolidate: customerId === 'gathered' }, context()));
      const mandate = { customerId, mandateId: `M-${entityId}`, entityId, signedOn: '2025-11-01' };
      await accepted(ledger, new GiveMandate({ ...mandate, personal: { accountHolder: 'Sample', iban: 'DE89370400440532013000' } }, context()));
    }
  }
  await accepted(ledger, new SetParent({ customerId: 'child', requestId: 'parent', parentCustomerId: 'plain' }, context()));
}

/** Two legal entities with their own base currency, chart, rounding and rates, and customers with five kinds of terms. */
export async function foundCompanies(ledger: Ledger, context: () => CommandContext): Promise<void> {
  for (const company of companies) {
    await accepted(ledger, new ConfigureEntity(company, context()));
    const rates = Object.entries(firstRates[company.entityId]!).map(([currency, rate]) => ({ currency, rate, on: '2025-12-01' }));
    await accepted(ledger, new RecordRates({ entityId: company.entityId, rates, source: 'test' }, context()));
  }
  await registerCustomers(ledger, context);
}

export const sell = (ledger: Ledger, body: CloseSale['body'], context: () => CommandContext) => accepted(ledger, new CloseSale(body, context()));
