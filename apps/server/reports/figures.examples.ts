const provenance = {
  entityId: 'UK', asOf: '2010-12-31', knownAt: 4711, settled: true, basis: 'effective', rowCount: 1, controlTotals: {},
  parameters: { entityId: 'UK', asOf: '2010-12-31', basis: 'effective', knownAt: 4711 }, chainHead: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c', codeVersion: '0.1.0',
};
const asked = { from: '2010-12-01', asOf: '2010-12-31', knownAt: 4711, basis: 'effective' };

/** A body with one row, as every report of figures has it. */
const figuresOf = (report: string, formula: string, row: object, currency = 'GBP') => ({
  report,
  body: { report, ...asked, formulas: [formula], sections: [{ entityId: 'UK', currency, rows: [row] }] },
  provenance,
});

export const pricesExample = figuresOf('prices', 'averagePrice = net ÷ quantity, before what was credited', {
  productCode: '85123A', quantity: '6', list: '15.30', discount: '1.53', net: '13.77', discountRate: '10.00', averagePrice: '2.2950', creditedQuantity: '0', credited: '0.00',
});

export const invoiceAccuracyExample = figuresOf('invoice-accuracy', 'accuracy = (invoices − wrong) ÷ invoices × 100', {
  month: '2010-12', invoices: 40, credited: 3, wrong: 1, accuracy: '97.50', creditedAmount: '210.00',
  reasons: [{ reason: 'price-error', invoices: 1, amount: '10.00' }, { reason: 'returned-goods', invoices: 2, amount: '200.00' }],
});

export const reminderEffectivenessExample = figuresOf('reminder-effectiveness', 'paidShare = paid ÷ judged × 100', {
  month: '2010-12', step: 'first', letters: 4, items: 5, reminded: '500.00', judged: 4, paid: 3, promised: 1, paidShare: '75.00',
  collected: '320.00', collectedShare: '80.00', medianDays: '5.0',
});

export const satisfactionExample = figuresOf('satisfaction', 'netPromoterScore = promoters − detractors (Reichheld, 2003)', {
  month: '2010-12', scores: 4, mean: '8.25', promoters: '50.00', detractors: '25.00', netPromoterScore: '25.00',
}, '');

export const salesForecastExample = {
  report: 'sales-forecast',
  body: {
    report: 'sales-forecast', asOf: '2010-12-31', knownAt: 4711, basis: 'effective', formulas: ['mean-of-three = mean of the last three months'],
    sections: [{
      entityId: 'UK', currency: 'GBP', history: 9, historyTo: '2010-12', method: 'mean-of-three', missing: null,
      scores: [{ method: 'mean-of-three', error: '6.67' }, { method: 'last-month', error: '13.33' }], scoredMonths: 6,
      rows: [{ month: '2011-01', sales: '100.00', low: '90.00', high: '110.00' }],
    }],
  },
  provenance,
};
