import { StripeGateway } from './stripe/stripe-gateway';
import type { PaymentGateway } from './payment-gateway';

/** A gateway, and whose money it holds. */
export interface OpenGateway {
  readonly gateway: PaymentGateway;
  /** Legal entity that the gateway pays out to. Absent: the only one there is. */
  readonly entityId?: string;
}

/**
 * The payment gateway of the environment: `DAYBOOK_STRIPE_KEY`, `DAYBOOK_STRIPE_WEBHOOK_SECRET` (several separated by
 * commas, the newest first), `DAYBOOK_STRIPE_ENTITY`, `DAYBOOK_STRIPE_URL`. Undefined where no key is given.
 *
 * @throws RangeError when a setting cannot be used.
 */
export function gatewayFromEnvironment(env: Readonly<Record<string, string | undefined>>): OpenGateway | undefined {
  const given = (name: string): string | undefined => (env[name]?.trim() === '' ? undefined : env[name]?.trim());
  const apiKey = given('DAYBOOK_STRIPE_KEY');
  if (apiKey === undefined) {
    return undefined;
  }
  const webhookSecrets = (given('DAYBOOK_STRIPE_WEBHOOK_SECRET') ?? '').split(',').map((one) => one.trim()).filter((one) => one !== '');
  const [url, entityId] = [given('DAYBOOK_STRIPE_URL'), given('DAYBOOK_STRIPE_ENTITY')];
  const gateway = new StripeGateway({ apiKey, webhookSecrets, ...(url === undefined ? {} : { url }) });
  return { gateway, ...(entityId === undefined ? {} : { entityId }) };
}
