const waiting = [{ code: 'ACCOUNT.HELD', reason: 'account UK~17850 is held; what it owes waits. Release it, and run again under a new id.', count: 1, ids: ['536366'] }];
const asked = { entityId: 'UK', through: '2010-12-31', issueDate: '2010-12-31' };
const figures = { net: '15.30', tax: '3.06', gross: '18.36' };

export const billingRunExample = {
  runId: 'billing-2010-12', ...asked, state: 'completed', planned: 2, issued: 2, empty: 0, sources: 3, dropped: 0, credits: 0, credited: 0, waiting,
};

export const billingPreviewExample = {
  ...asked,
  totals: [{ currency: 'GBP', invoices: 1, ...figures }],
  invoices: [{
    customerId: '17850', accountId: 'UK~17850', currency: 'GBP', ...figures,
    sources: [{ kind: 'sale', id: '536366', ...figures, lines: [{ description: 'White hanging heart T-light holder', quantity: '6', net: '15.30' }] }],
  }],
  more: false,
  credits: [],
  waiting,
};

export const billingRunRecordExample = {
  runId: 'billing-2010-12', ...asked, state: 'planned', planned: 2, credits: 0, sources: 3, assigned: 2, dropped: 0, issued: 1, credited: 0, empty: 0, sequence: 118,
};
