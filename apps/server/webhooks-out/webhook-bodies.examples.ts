import type { Type } from '@nestjs/common';
import {
  ChangeWebhookEndpointBody, PauseWebhookEndpointBody, RegisterWebhookEndpointBody, RemoveWebhookEndpointBody, ReplayWebhookDeliveriesBody, ResumeWebhookEndpointBody,
  RotateWebhookSecretBody,
} from '#billing';
import { TestWebhookEndpointBody } from './webhook-endpoints.query';

/** A body for every POST about webhook endpoints, in the order of one story. */
export const webhookBodies: readonly (readonly [Type, object])[] = [
  [RegisterWebhookEndpointBody, { endpointId: 'crm', url: 'https://crm.example/hooks', eventTypes: ['InvoiceIssued', 'PaymentReceived'], order: 'per-stream' }],
  [ChangeWebhookEndpointBody, { requestId: 'change-1', eventTypes: ['InvoiceIssued'] }],
  [RotateWebhookSecretBody, { requestId: 'rotate-1', overlapHours: 24 }],
  [PauseWebhookEndpointBody, { requestId: 'pause-1', reason: 'their system is being moved' }],
  [ReplayWebhookDeliveriesBody, { requestId: 'replay-1', fromSequence: 1 }],
  [ResumeWebhookEndpointBody, { requestId: 'resume-1' }],
  [TestWebhookEndpointBody, {}],
  [RemoveWebhookEndpointBody, { requestId: 'removal-1' }],
];
