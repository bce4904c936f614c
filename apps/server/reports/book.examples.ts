const provenance = {
  entityId: 'UK', asOf: '2010-12-31', knownAt: 4711, settled: true, basis: 'effective', rowCount: 1, controlTotals: {},
  parameters: { entityId: 'UK', asOf: '2010-12-31', basis: 'effective', knownAt: 4711 }, chainHead: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c', codeVersion: '0.1.0',
};
const asked = { asOf: '2010-12-31', knownAt: 4711, basis: 'effective' };

export const generalLedgerExample = {
  report: 'general-ledger',
  body: {
    report: 'general-ledger', from: '2010-01-01', ...asked,
    accounts: [
      {
        entityId: 'UK', accountCode: '1200', accountName: 'Trade receivables', role: 'receivables', currency: 'GBP', baseCurrency: 'GBP', opening: '0.00',
        lines: [
          {
            sequence: 7, effectiveDate: '2010-12-01', postingDate: '2010-12-01', eventType: 'InvoiceIssued', accountId: 'UK~17850', taxCode: '',
            amount: '139.12', baseAmount: '139.12',
          },
        ],
        closing: '139.12',
      },
    ],
  },
  provenance,
};

const reconciledDay = { bankAccount: 'GB29NWBK60161331926819', day: '2010-12-20', lines: 1, unmatched: 0, bank: '100.00', ledger: '100.00', difference: '0.00' };

const balanced = { statementId: 'BS-0c9d2f8a41b7e6d35c1f0a9b8e7d6c5b', bank: '1100.00', ledger: '100.00', difference: '1000.00' };

export const reconciliationExample = {
  report: 'reconciliation',
  body: {
    report: 'reconciliation', from: '2010-01-01', asOf: asked.asOf, knownAt: asked.knownAt,
    sections: [{
      entityId: 'UK', currency: 'GBP', days: [reconciledDay], totals: { bank: '100.00', ledger: '100.00', difference: '0.00' }, statements: [],
      accounts: [{
        bankAccount: reconciledDay.bankAccount, start: { ...balanced, day: '2010-12-20', bank: '1000.00', ledger: '0.00' },
        balances: [{ day: '2010-12-20', ...balanced, unexplained: '0.00' }],
      }],
      exceptions: [{ kind: 'opening-difference', bankAccount: reconciledDay.bankAccount, day: '2010-12-20', subjectId: balanced.statementId, amount: '1000.00', age: 11 }],
    }],
  },
  provenance: { ...provenance, controlTotals: { 'difference UK GBP': '0.00' } },
};

export const taxExample = {
  report: 'tax',
  body: {
    report: 'tax', from: '2010-01-01', ...asked,
    sections: [
      {
        entityId: 'UK', baseCurrency: 'GBP',
        rows: [{ period: '2010-12', source: 'invoice', category: 'S', rate: '20', net: '115.93', tax: '23.19', late: false, taxPoint: '2010-12' }],
        totals: { net: '115.93', tax: '23.19', lateTax: '0.00' }, taxPayable: '23.19', ties: true,
      },
    ],
  },
  provenance: { ...provenance, controlTotals: { 'tax UK GBP': '23.19' } },
};

const orderFigures = { closed: '115.93', billed: '115.93', unbilled: '0.00', cancelled: '0.00', rejected: '0.00' };

export const orderToCashExample = {
  report: 'order-to-cash',
  body: {
    report: 'order-to-cash', ...asked,
    sections: [
      {
        entityId: 'UK', currency: 'GBP',
        rows: [{ source: 'sale', sourceId: '536365', itemId: '', customerId: '17850', state: 'billed', closedOn: '2010-12-01', age: 0, why: '', ...orderFigures }],
        totals: orderFigures,
      },
    ],
  },
  provenance: { ...provenance, controlTotals: { 'unbilled UK GBP': '0.00' } },
};

const score = {
  predictions: 120, errorDays: '3.10', errorLastTime: '4.20', errorDueDate: '6.00', brier: '0.1400', brierBaseRate: '0.2200',
  calibration: [{ from: '0.0', predictions: 80, said: '0.04', late: '0.05' }],
};

export const expectedCashExample = {
  report: 'expected-cash',
  body: {
    report: 'expected-cash', ...asked, formulas: ['probability of lateness = the weight of days late above zero; 1 once the due date has passed'],
    sections: [{
      entityId: 'UK', currency: 'GBP',
      rows: [{
        customerId: '17850', documentId: '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11', documentNumber: 'INV-000001', instalment: 1, dueDate: '2010-12-31', open: '139.12',
        probabilityLate: '0.30', expectedOn: '2010-12-30', ownInvoices: 6, disputed: false,
      }],
      weeks: [{ from: '2010-12-27', to: '2011-01-02', amount: '139.12', items: 1 }],
      months: [{ month: '2010-12', amount: '139.12', items: 1 }],
      totals: { expected: '139.12', disputed: '0.00' },
      score,
    }],
  },
  provenance: { ...provenance, controlTotals: { 'expected UK GBP': '139.12' } },
};

export const measuresExample = {
  report: 'measures',
  body: {
    report: 'measures', from: '2010-12-01', ...asked, formulas: ['dso = receivables ÷ sales of the month × its days'],
    sections: [{
      entityId: 'UK', currency: 'GBP',
      rows: [{
        month: '2010-12', to: '2010-12-31', days: 31, receivables: '139.12', current: '139.12', sales: '139.12', paidItems: 0,
        dso: '31.0', dsoRolling: '92.0', dsoCountBack: '31.0', dsoBestPossible: '31.0', dsoDelinquent: '0.0',
        collectionEffectiveness: null, salesGrowth: null, salesGrowthYear: null, daysToPay: null, daysLate: null,
        missing: {
          collectionEffectiveness: 'nothing could be collected', salesGrowth: 'nothing was sold in the month before',
          salesGrowthYear: 'nothing was sold in the month a year before',
          daysToPay: 'no invoice was paid in full in the month', daysLate: 'no invoice was paid in full in the month',
        },
      }],
    }],
  },
  provenance: { ...provenance, controlTotals: { 'owed UK GBP': '139.12' } },
};

export const salesTargetsExample = {
  report: 'sales-targets',
  body: {
    report: 'sales-targets', from: '2010-12-01', ...asked, formulas: ['variance = actual − target; attainment = actual ÷ target × 100'],
    sections: [{
      entityId: 'UK', currency: 'GBP',
      rows: [{ month: '2010-12', to: '2010-12-31', target: '100.00', actual: '115.93', variance: '15.93', attainment: '115.93', whole: true }],
    }],
  },
  provenance: { ...provenance, controlTotals: {} },
};

const control = { receivables: '139.12', 'unapplied-receipts': '0.00', 'credits-to-apply': '0.00', 'unidentified-receipts': '0.00' };

export const tieOutExample = {
  report: 'tie-out',
  body: {
    report: 'tie-out', ...asked, ties: true,
    rows: [{ entityId: 'UK', currency: 'GBP', subLedger: control, control, customerControl: '139.12', statements: '139.12', ties: true }],
    movedFacts: [],
  },
  provenance,
};
