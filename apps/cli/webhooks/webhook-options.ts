import { parseTargetNets } from '#integration';
import { CliFailure } from '../cli-failure';

/**
 * Nets that webhooks may be sent into beside the internet: DAYBOOK_WEBHOOK_NETS, as 10.1.0.0/16,fd00::/8. Default none.
 *
 * @throws CliFailure when the setting names no nets.
 */
export function webhookOptions(env: NodeJS.ProcessEnv = process.env): { readonly allow: readonly string[] } {
  try {
    return { allow: parseTargetNets(env['DAYBOOK_WEBHOOK_NETS'] ?? '') };
  } catch (error) {
    throw new CliFailure('usage', `DAYBOOK_WEBHOOK_NETS: ${(error as Error).message}. Name nets separated by commas.`);
  }
}
