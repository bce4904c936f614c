export { broken } from './contract/additive';
export { asyncApi, exampleEvent } from './contract/async-api';
export { cloudEvent, type CloudEvent } from './contract/cloud-event';
export { eventSchema, eventSchemaId, type JsonSchema } from './contract/event-schema';
export { exampleOf } from './contract/example';
export { publicEvent, type PublicEvent } from './contract/public-event';
export { type Attempt, judgeAttempt, mostAttempts, type Verdict } from './webhooks/retry-schedule';
export { type Answer, type Delivery, type ResolveHost, sendDelivery, type SendRule } from './webhooks/send-delivery';
export { parseTargetUrl, TargetRefused } from './webhooks/target-url';
