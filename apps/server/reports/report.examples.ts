const provenance = { entityId: 'UK', asOf: '2010-12-31', knownAt: 4711, settled: true, basis: 'effective', rowCount: 1, controlTotals: {},
  parameters: { entityId: 'UK', asOf: '2010-12-31', basis: 'effective', knownAt: 4711 }, chainHead: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c', codeVersion: '0.1.0' };

/** Answers shown in the API reference, shortened. */
export const receivablesExample = {
  report: 'receivables',
  body: {
    report: 'receivables',
    asOf: '2010-12-31',
    knownAt: 4711,
    basis: 'effective',
    sections: [
      {
        entityId: 'UK',
        currency: 'GBP',
        accounts: [
          {
            customerId: '17850',
            accountId: 'UK~17850',
            items: [
              {
                kind: 'invoice',
                documentId: '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11',
                documentNumber: 'INV-000001',
                part: 1,
                issueDate: '2010-12-01',
                dueDate: '2010-12-31',
                daysLate: 0,
                open: '139.12',
                disputed: false,
              },
            ],
            receivables: '139.12',
            unappliedReceipts: '0.00',
            unappliedCredits: '0.00',
            balance: '139.12',
          },
        ],
        unidentified: [],
        totals: { receivables: '139.12', unappliedReceipts: '0.00', unappliedCredits: '0.00', balance: '139.12', unidentifiedReceipts: '0.00' },
      },
    ],
  },
  provenance,
};

const figures = {
  amounts: ['139.12', '0.00', '0.00', '0.00', '0.00'],
  items: [1, 0, 0, 0, 0],
  total: '139.12',
  disputed: '0.00',
  unappliedReceipts: '0.00',
  unappliedCredits: '0.00',
  balance: '139.12',
};

export const agingExample = {
  report: 'aging',
  body: {
    report: 'aging',
    asOf: '2010-12-31',
    knownAt: 4711,
    basis: 'effective',
    by: 'due-date',
    sections: [
      {
        entityId: 'UK',
        currency: 'GBP',
        buckets: ['current', '1-30', '31-60', '61-90', '91+'],
        rows: [{ customerId: '17850', accountId: 'UK~17850', ...figures }],
        totals: figures,
        unidentifiedReceipts: '0.00',
      },
    ],
  },
  provenance,
};

export const revenueExample = {
  report: 'revenue',
  body: {
    report: 'revenue',
    from: null,
    asOf: '2010-12-31',
    knownAt: 4711,
    basis: 'effective',
    groupBy: ['month'],
    sections: [
      {
        entityId: 'UK',
        currency: 'GBP',
        rows: [{ month: '2010-12', recognised: '139.12', deferred: '0.00' }],
        totals: { recognised: '139.12', deferred: '0.00' },
      },
    ],
  },
  provenance,
};

export const contractBalancesExample = {
  report: 'contract-balances',
  body: {
    report: 'contract-balances',
    from: '2010-01-01',
    asOf: '2010-12-31',
    knownAt: 4711,
    basis: 'effective',
    sections: [
      {
        entityId: 'UK',
        currency: 'GBP',
        rows: [
          { customerId: '17850', contractId: 'C-2010-7', opening: '0.00', billed: '1200.00', credited: '0.00', recognised: '101.92', closing: '1098.08' },
        ],
        totals: { opening: '0.00', billed: '1200.00', credited: '0.00', recognised: '101.92', closing: '1098.08' },
      },
    ],
  },
  provenance,
};

export const recurringRevenueExample = {
  report: 'recurring-revenue',
  body: {
    report: 'recurring-revenue',
    from: '2010-12-01',
    asOf: '2010-12-31',
    knownAt: 4711,
    groupBy: [],
    formula: 'monthly = sum over the subscriptions and retainers in force on the last day of the month, …',
    sections: [
      {
        entityId: 'UK',
        currency: 'GBP',
        rows: [
          {
            month: '2010-12',
            opening: '300.00',
            new: '100.00',
            expansion: '20.00',
            contraction: '0.00',
            churn: '50.00',
            monthly: '370.00',
            annual: '4440.00',
          },
        ],
      },
    ],
  },
  provenance,
};

const balance = { opening: '0.00', debit: '139.12', credit: '0.00', closing: '139.12' };

export const trialBalanceExample = {
  report: 'trial-balance',
  body: {
    report: 'trial-balance',
    from: '2010-01-01',
    asOf: '2010-12-31',
    knownAt: 4711,
    basis: 'effective',
    sections: [
      {
        entityId: 'UK',
        currency: 'GBP',
        baseCurrency: 'GBP',
        rows: [{ accountCode: '1200', accountName: 'Trade receivables', role: 'receivables', ...balance, base: balance }],
        totals: { ...balance, base: balance },
      },
    ],
  },
  provenance,
};

export const statementExample = {
  report: 'statement',
  body: {
    report: 'statement',
    entityId: 'UK',
    customerId: '17850',
    accountId: 'UK~17850',
    from: '2010-01-01',
    asOf: '2010-12-31',
    knownAt: 4711,
    basis: 'effective',
    sections: [
      {
        currency: 'GBP',
        opening: '0.00',
        lines: [
          {
            date: '2010-12-01',
            sequence: 7,
            kind: 'invoice',
            documentId: '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11',
            documentNumber: 'INV-000001',
            amount: '139.12',
            balance: '139.12',
          },
        ],
        closing: '139.12',
      },
    ],
  },
  provenance,
};
