import { refusal, type Refusal } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';

/**
 * Mail to an address that sent the last one back for good is held: sending on spoils the standing of the sender and
 * reaches nobody. A change of the contact or preference, to the same address too, lets it go again.
 *
 * Precondition: the read models have caught up with the reports that are to count.
 */
export async function refuseHeldMail({ lookups }: Pick<LedgerContext, 'lookups'>, customerId: string): Promise<Refusal | null> {
  const reason = await lookups.mailHold(customerId);
  return reason === undefined
    ? null
    : refusal(
        'conflict',
        'DELIVERY.ADDRESS_BOUNCED',
        `the last message to customer ${customerId} came back for good: ${reason}. Change the contact or preference, or confirm it by setting it once more.`,
        {
          customerId,
        },
      );
}
