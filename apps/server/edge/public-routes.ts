/**
 * The only routes that take a body from callers without an API key, with the most bytes each takes: a gateway signs
 * what it sends, and a customer's page carries a signed link. Both check that before they believe a byte.
 */
export const gatewayWebhookRoute = '/gateway/stripe/webhook';
export const customerPageRoute = '/c/:token';

export const webhookBytesMax = 524_288;
/** 4,000 characters of a question, percent-encoded, fit with room to spare. */
export const formBytesMax = 65_536;

export const publicBodyMax: ReadonlyMap<string, number> = new Map([
  [gatewayWebhookRoute, webhookBytesMax],
  [`${customerPageRoute}/pay`, formBytesMax],
  [`${customerPageRoute}/ask`, formBytesMax],
]);
