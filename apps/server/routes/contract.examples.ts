/** Answers of contracts and usage shown in the API reference. */
export const contractExample = { contractId: 'K-2010-001', accountId: 'UK~17850', endsOn: '2011-11-30' };

export const milestoneAcceptedExample = { contractId: 'K-2010-001', itemId: 'project', milestoneId: 'go-live', acceptedOn: '2010-12-10', amount: '2000.00' };

export const outcomeAcceptedExample = { contractId: 'K-2010-001', itemId: 'migration', acceptanceId: 'ACC-1', acceptedOn: '2010-12-11', measuredValue: '40000.00', amount: '4000.00' };

export const usageExample = { contractId: 'K-2010-001', batchId: 'usage-2010-12-03', recorded: 998, duplicates: 2 };

export const usageBatchesExample = {
  recorded: 998,
  duplicates: 2,
  refused: 1,
  results: [
    { state: 'recorded', ...usageExample },
    {
      state: 'refused',
      contractId: 'K-2010-002',
      code: 'USAGE.CONFLICT',
      message: 'record 2, usage "call-7": usage "call-7" is on record with other content. Nothing of the batch was recorded. Send it as it was first, or under a new id.',
      data: { field: 'records[1]', usageId: 'call-7', id: 'call-7' },
    },
  ],
};

export const revenueExample = {
  through: '2010-12-31',
  contracts: 1,
  recognised: 1,
  items: [{ contractId: 'K-2010-001', itemId: 'platform', cause: 'accrual', recognitionId: 'revenue-2010-12~platform~accrual', amount: '12.40' }],
  refused: [],
};

export const contractViewExample = {
  contractId: 'K-2010-001',
  entityId: 'UK',
  customerId: '17850',
  accountId: 'UK~17850',
  currency: 'GBP',
  signedOn: '2010-12-01',
  startsOn: '2010-12-01',
  endsOn: '2011-11-30',
  ended: false,
  items: [
    {
      itemId: 'platform', description: 'Platform, plan Pro', taxCategory: 'S', taxRate: '20', recognition: 'daily', model: 'subscription',
      subscription: { plan: 'pro', quantity: '5', unitPrice: '30', interval: { unit: 'month', count: 1 }, timing: 'in-advance' },
    },
  ],
  revision: 0,
  history: [{ type: 'ContractSigned', revision: 0, recordedAt: '2010-12-01T08:26:00.000Z', actor: 'sales desk', data: {} }],
};

export const contractRecordExample = {
  contractId: 'K-2010-001', entityId: 'UK', customerId: '17850', accountId: 'UK~17850', currency: 'GBP', state: 'in-force', signedOn: '2010-11-25',
  startsOn: '2010-12-01', nextDueOn: '2011-01-01', usageUnbilled: 1, revision: 0, sequence: 40,
};
