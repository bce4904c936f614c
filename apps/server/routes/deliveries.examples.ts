const which = { deliveryId: '5f0c0de0a1b2c3d4e5f60718293a4b5c', documentId: '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11', channel: 'email', kind: 'invoice', accountId: 'UK~17850' };

export const deliveryExample = { ...which, state: 'sent', detail: '250 2.0.0 Ok: queued' };

export const deliveryRecordExample = {
  ...which,
  documentNumber: 'INV-000001',
  entityId: 'UK',
  dueOn: '2010-12-01',
  state: 'sent',
  detail: '250 2.0.0 Ok: queued',
  openedDays: 1,
  openedOn: '2010-12-02',
  sequence: 61,
};

export const deliveryRunExample = {
  entityId: 'UK', from: '2010-12-01', sent: 1, failed: 0, unconfirmed: 0, skipped: 0, skips: [], deliveryIds: [which.deliveryId], more: false,
};
