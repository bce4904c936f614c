import { DeliveryTimer, type Ledger } from '#billing';
import { CliFailure } from '../cli-failure';
import { deliverContext } from './deliver-context';

/**
 * The timer of a server that sends by itself: with DAYBOOK_DELIVER=auto and a mail server. Null: it does not.
 *
 * @throws CliFailure when the setting is neither auto nor off.
 */
export function automaticDeliveries(ledger: Ledger, note: (message: string) => void, env: NodeJS.ProcessEnv = process.env): DeliveryTimer | null {
  const setting = env['DAYBOOK_DELIVER'] ?? '';
  if (!['', 'off', 'auto'].includes(setting)) {
    throw new CliFailure('usage', 'DAYBOOK_DELIVER takes auto or off.');
  }
  if (setting !== 'auto' || (env['DAYBOOK_SMTP'] ?? '') === '') {
    return null;
  }
  return new DeliveryTimer({
    entityIds: () => ledger.entityIds(),
    execute: (command) => ledger.execute(command),
    context: () => deliverContext('auto'),
    onTrouble: note,
  });
}
