import type { LedgerOptions } from '#billing';
import { gatewayFromEnvironment } from '#gateway';
import { CliFailure } from '../cli-failure';

/**
 * The payment gateway of the environment (DAYBOOK_STRIPE_KEY and its companions); none without a key.
 *
 * @throws CliFailure when a setting is wrong; it is not repeated, since it may be a secret.
 */
export function gatewayOptions(env: NodeJS.ProcessEnv = process.env): Pick<LedgerOptions, 'gateway'> {
  try {
    const gateway = gatewayFromEnvironment(env);
    return gateway === undefined ? {} : { gateway };
  } catch (error) {
    throw new CliFailure('usage', `DAYBOOK_STRIPE_…: ${error instanceof RangeError ? error.message : 'a setting cannot be used'}.`);
  }
}
