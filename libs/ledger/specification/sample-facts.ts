import { customerFold, type CustomerState } from '../customer/customer.state';
import type { CreditTermsSet, CustomerEvent, CustomerRegistered } from '../customer/customer.events';
import { builtInChart } from '../entity/built-in-chart';
import type { EntityConfigured, EntityEvent, SeriesOpened } from '../entity/entity.events';
import { entityFold, type EntityConfiguration, type EntityState } from '../entity/entity.state';
import type { SaleLine } from '../sale/sale.events';
import { foldFrom } from './given';

/** A legal entity, a customer and lines for specifications: the smallest that every rule lets pass. */
export const shopConfiguration: EntityConfiguration = {
  entityId: 'UK',
  name: 'Sample Retail Ltd',
  country: 'GB',
  timeZone: 'Europe/London',
  baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate', mode: 'half-up' },
  agingBuckets: [30, 60, 90],
  defaultTerms: { netDays: 30 },
  waysToPay: [],
};

export const configured = (changes: Partial<EntityConfiguration> = {}): EntityConfigured => ({
  type: 'EntityConfigured',
  data: { ...shopConfiguration, ...changes },
});

export const opened = (changes: Partial<SeriesOpened['data']> = {}): SeriesOpened => ({
  type: 'SeriesOpened',
  data: { entityId: 'UK', seriesId: 'UK-INV', kind: 'invoice', prefix: 'INV-', firstNumber: 1, digits: 6, ...changes },
});

export const openedForCredit = opened({ seriesId: 'UK-CN', kind: 'credit-note', prefix: 'CN-' });

export const shopEvents: readonly EntityEvent[] = [
  configured(),
  { type: 'ChartMapped', data: { entityId: 'UK', accounts: [...builtInChart] } },
  opened(),
  openedForCredit,
];

export const shop = (...events: EntityEvent[]): EntityState =>
  foldFrom(entityFold, entityFold.initial(), events.length === 0 ? shopEvents : events, { revision: 0 });

export const registered = (changes: Partial<CustomerRegistered['data']> = {}): CustomerRegistered => ({
  type: 'CustomerRegistered',
  data: { customerId: '17850', kind: 'business', country: 'GB', personal: { name: 'Ada Sample' }, ...changes },
});

export const termsSet = (changes: Partial<CreditTermsSet['data']> = {}): CreditTermsSet => ({
  type: 'CreditTermsSet',
  data: { customerId: '17850', requestId: 'terms-1', entityId: 'UK', terms: { netDays: 14 }, effectiveFrom: '2010-01-01', remind: true, ...changes },
});

export const buyer = (...events: CustomerEvent[]): CustomerState =>
  foldFrom(customerFold, customerFold.initial(), events.length === 0 ? [registered()] : events, { revision: 0 });

export const saleLine = (changes: Partial<SaleLine> = {}): SaleLine => ({
  lineId: '1',
  productCode: '85123A',
  description: 'Heart holder',
  quantity: '6',
  unitPrice: '2.55',
  taxCategory: 'Z',
  taxRate: '0',
  ...changes,
});
