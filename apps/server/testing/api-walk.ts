import type { Role } from '../index';
import type { Reply, TestServer } from './test-server';

/** What the walk needs of the API's description: an example body for each POST. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: ExampleBody }>>>>;
}

interface ExampleBody {
  readonly content: Readonly<Record<string, { readonly examples?: { readonly walk?: { readonly value: object } } }>>;
}

const pathIds: Readonly<Record<string, string>> = {
  entityId: 'UK', customerId: '17850', paymentId: 'BANK-2010-12-20-0001', allocationId: 'req-2010-12-21-1', accountId: 'UK~17850', disputeId: 'D-1',
  idOrNumber: 'INV-000001', draftId: 'Q-1001',
  promiseId: 'P-1', handoverId: 'H-1', reminderId: 'UK~17850~standard~2011-01-10',
  inquiryId: 'Q-1', holdId: 'audit-2026', contractId: 'K-2010-001', milestoneId: 'go-live', acceptanceId: 'ACC-1', endpointId: 'crm', mappingName: 'salesforce-won',
};

/** The bodies that the description shows, by path. */
export const apiStory = (document: ApiDocument) => ({
  bodyOf: (path: string): object | undefined => document.paths[path]?.['post']?.requestBody?.content['application/json']?.examples?.walk?.value,
});

/** Sends the example of every POST in an order in which each is accepted: one story over the whole API. */
export async function walkApi(server: TestServer, document: ApiDocument, told: (path: string, reply: Reply) => void): Promise<void> {
  const { bodyOf } = apiStory(document);
  const post = async (template: string, more: object = {}, ids: Readonly<Record<string, string>> = {}, role: Role = 'controller'): Promise<void> => {
    const path = template.replace(/\{(\w+)\}/g, (_whole, name: string) => ids[name] ?? pathIds[name] ?? name);
    told(path, await server.post(path, { ...bodyOf(template), ...more }, { role }));
  };
  const later = ['536366', '536367'] as const;
  for (const path of ['/entities', '/entities/{entityId}/sales-targets', '/customers', '/customers/{customerId}/contact', '/customers/{customerId}/synchronisation',
    '/customers/{customerId}/terms',
    '/customers/{customerId}/parent', '/customers/{customerId}/bank-details', '/customers/{customerId}/preference', '/customers/{customerId}/credit-limit', '/sales',
    '/inquiries', '/inquiries/{inquiryId}/answers', '/inquiries/{inquiryId}/closing', '/satisfaction', '/external-invoices',
    '/payments', '/payments/{paymentId}/identifications', '/allocations', '/allocations/{allocationId}/reversals', '/payments/{paymentId}/reversals',
    '/accounts/{accountId}/hold', '/accounts/{accountId}/release', '/accounts/{accountId}/disputes', '/accounts/{accountId}/disputes/{disputeId}/resolution',
    '/returns', '/credit-notes', '/drafts', '/drafts/{draftId}/content']) {
    await post(path);
  }
  // Never by the one who wrote it.
  await post('/drafts/{draftId}/approval', {}, {}, 'clerk');
  await post('/drafts/{draftId}/issue');
  await post('/drafts', { draftId: 'Q-1002' });
  await post('/drafts/{draftId}/discard', {}, { draftId: 'Q-1002' });
  await post('/invoices/{idOrNumber}/credit-notes');
  await post('/invoices/{idOrNumber}/cancellation');
  for (const path of ['/contracts', '/contracts/{contractId}/amendments', '/contracts/{contractId}/milestones/{milestoneId}/acceptance',
    '/contracts/{contractId}/outcomes/{acceptanceId}/acceptance', '/contracts/{contractId}/usage', '/usage', '/revenue-recognitions', '/contracts/{contractId}/end']) {
    await post(path);
  }
  for (const saleId of later) {
    await post('/sales', { saleId, billing: 'later' });
  }
  await post('/sales/{saleId}/cancellation', {}, { saleId: later[0] });
  await post('/sales/{saleId}/billing', {}, { saleId: later[1] });
  await post('/gateway/payouts');
  await post('/reminder-runs');
  for (const path of ['/accounts/{accountId}/reminders/{reminderId}/resolution', '/accounts/{accountId}/contacts', '/accounts/{accountId}/promises',
    '/accounts/{accountId}/promises/{promiseId}/withdrawal', '/accounts/{accountId}/hand-overs', '/accounts/{accountId}/hand-overs/{handoverId}/receipts',
    '/accounts/{accountId}/hand-overs/{handoverId}/recall']) {
    await post(path);
  }
  for (const path of ['', '/{endpointId}/settings', '/{endpointId}/secrets', '/{endpointId}/pause', '/{endpointId}/replays', '/{endpointId}/removal']) {
    await post(`/webhook-endpoints${path}`);
  }
  await post('/customers', { customerId: 'forgotten' });
  for (const path of ['/customers/{customerId}/retention-holds', '/customers/{customerId}/retention-holds/{holdId}/lifting', '/customers/{customerId}/erasure']) {
    await post(path, {}, { customerId: 'forgotten' });
  }
}
