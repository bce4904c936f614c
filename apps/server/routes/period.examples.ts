/** Answers of the routes of periods, rates and revaluations, as the API reference shows them. */
export const periodClosedExample = {
  entityId: 'UK',
  period: '2010-12',
  state: 'closed',
  booksInto: '2011-01',
  totals: { cutOff: 4711, bodyHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
};

export const periodReopenedExample = { entityId: 'UK', period: '2010-12', state: 'open', booksInto: '2010-12' };

export const periodListExample = {
  entityId: 'UK',
  items: [
    {
      kind: 'closed', period: '2010-12', reason: 'month end', requestId: 'close-2010-12', actor: 'controller', recordedAt: '2011-01-05T09:00:00.000Z',
      cutOff: 4711, bodyHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    },
  ],
};

export const revaluationExample = {
  entityId: 'UK',
  requestId: 'revalue-2010-12-31',
  revaluedOn: '2010-12-31',
  reversedOn: '2011-01-01',
  baseCurrency: 'GBP',
  knownAt: 4711,
  rows: [
    { role: 'receivables', currency: 'USD', amount: '100.00', bookedBase: '64.28', rate: '0.65', revaluedBase: '65.00', difference: '0.72' },
  ],
  difference: '0.72',
};

export const ratesRecordedExample = { entityId: 'UK', recorded: 1, known: 0 };

export const rateListExample = { entityId: 'UK', items: [{ currency: 'USD', on: '2010-12-01', rate: '0.6428', recorded: 1 }] };
