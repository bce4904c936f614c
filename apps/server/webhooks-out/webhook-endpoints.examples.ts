import type { WebhookDeliveryView, WebhookEndpointView } from './webhook-endpoint-view';

export const endpointAnswerExample = {
  endpointId: 'crm', state: 'active', secretNumber: 1, url: 'https://example.com/hooks/daybook', eventTypes: ['InvoiceIssued', 'PaymentReceived'], envelope: 'plain',
  contractVersion: 1, order: 'per-stream',
};

const shownOnce = 'whsec_QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=';

export const secretAnswerExample = { ...endpointAnswerExample, secret: shownOnce };

export const endpointViewExample: WebhookEndpointView = {
  endpointId: 'crm', url: 'https://example.com/hooks/daybook', eventTypes: ['InvoiceIssued', 'PaymentReceived'], envelope: 'plain', contractVersion: 1, order: 'per-stream',
  state: 'active', cursor: 4711, lag: 0, waiting: 1, dead: 0, delivered: 812, lastDeliveredAt: '2010-12-20T09:00:00.000Z', lastFailedAt: '2010-12-20T08:59:00.000Z',
  lastFailure: 'answered 503', hasSecret: true,
};

export const deliveryViewExample: WebhookDeliveryView = {
  sequence: 4702, eventId: '3a1c7a4e-8f3a-5d0e-9a64-0b8f6e2d4c11', type: 'InvoiceIssued', stream: 'invoices-UK-INV', state: 'dead', attempts: 14, dueAt: null,
  lastFailedAt: '2010-12-24T08:59:00.000Z', lastFailure: 'answered 503',
};

export const testAnswerExample = { endpointId: 'crm', status: 200, failure: null };
