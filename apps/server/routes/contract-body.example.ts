const item = { taxRate: '20' };
const monthly = { unit: 'month', count: 1 };

/** A contract that sells in all five ways. */
export const contractBody = {
  contractId: 'K-2010-001',
  customerId: '17850',
  signedOn: '2010-12-01',
  startsOn: '2010-12-01',
  endsOn: '2011-11-30',
  currency: 'GBP',
  reference: 'PO 4711',
  items: [
    {
      ...item, itemId: 'platform', productCode: 'PLAN-PRO', description: 'Platform, plan Pro', recognition: 'daily', model: 'subscription',
      subscription: {
        plan: 'pro', quantity: '5', unitPrice: '30', interval: monthly, timing: 'in-advance',
        meters: [{ meter: 'api-calls', unit: 'call', scheme: 'tiered', includedUnits: '100', tiers: [{ upTo: '1000', unitPrice: '0.02' }, { unitPrice: '0.01' }] }],
      },
    },
    {
      ...item, itemId: 'project', description: 'Introduction', recognition: 'milestones', model: 'fixed-fee',
      fixedFee: {
        amount: '3000.00', billing: 'milestones',
        milestones: [{ milestoneId: 'kick-off', description: 'Kick-off', amount: '1000.00' }, { milestoneId: 'go-live', description: 'Go-live', amount: '2000.00' }],
      },
    },
    {
      ...item, itemId: 'advice', description: 'Advice', recognition: 'as-used', model: 'hourly',
      hourly: { rates: [{ role: 'senior', from: '2010-12-01', hourlyRate: '120' }], incrementMinutes: 15, interval: monthly },
    },
    {
      ...item, itemId: 'migration', description: 'Migration', recognition: 'point-in-time', model: 'value-based',
      valueBased: { outcome: 'Shop runs on the new platform', share: { percent: '10', of: 'savings of the first year', minimum: '1000.00', maximum: '50000.00' } },
    },
    {
      ...item, itemId: 'care', description: 'Care', recognition: 'daily', model: 'retainer',
      retainer: { monthlyFee: '1500.00', includedUnits: '10', unit: 'hour', overagePrice: '160', rolloverMonths: 1, timing: 'in-advance' },
    },
  ],
};
