import type { Reply, TestServer } from './test-server';

/** A small legal entity. */
export const entityBody = {
  entityId: 'UK',
  name: 'Sample Retail Ltd',
  country: 'GB',
  timeZone: 'Europe/London',
  baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate', mode: 'half-up' },
  agingBuckets: [30, 60, 90],
  defaultTerms: { netDays: 30 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice', prefix: 'INV-', firstNumber: 1, digits: 6 },
    { seriesId: 'UK-CN', kind: 'credit-note', prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
  policies: [
    {
      policyId: 'standard',
      version: 1,
      effectiveFrom: '2010-01-01',
      steps: [{ step: 'friendly', offsetDays: 7, template: 'friendly-reminder' }],
      minimumAmount: '1.00',
    },
  ],
};

export const customerBody = (customerId: string) => ({ customerId, kind: 'business', country: 'GB', personal: { name: `Customer ${customerId}` } });

export const saleBody = (saleId: string, more: object = {}) => ({
  saleId,
  customerId: 'C1',
  closedOn: '2010-12-01',
  currency: 'GBP',
  lines: [
    { productCode: '85123A', description: 'White hanging heart T-light holder', quantity: '6', unitPrice: '2.55' },
    { productCode: '71053', description: 'White metal lantern', quantity: '6', unitPrice: '3.39', taxCategory: 'S', taxRate: '20' },
  ],
  ...more,
});

export const paymentBody = (paymentId: string, more: object = {}) => ({
  paymentId,
  receivedOn: '2010-12-20',
  currency: 'GBP',
  amount: '10.00',
  customerId: 'C1',
  ...more,
});

/** Expects a command to be accepted and gives its answer. */
export function accepted(reply: Reply): Record<string, string> {
  if (reply.status !== 200 && reply.status !== 201) {
    throw new Error(`answered ${reply.status}: ${reply.text}`);
  }
  return reply.json as Record<string, string>;
}

/** The entity and two customers. */
export async function founded(server: TestServer): Promise<void> {
  accepted(await server.post('/entities', entityBody));
  accepted(await server.post('/customers', customerBody('C1')));
  accepted(await server.post('/customers', customerBody('C2')));
}
