import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Id } from '../wire';

/** The first own event of every ledger: the id all its later events carry, kept by every copy. */
export const LedgerFounded = defineEvent('LedgerFounded', Closed({ ledgerId: Id }));
export type LedgerFounded = EventOf<typeof LedgerFounded>;

export const ledgerIdentityEvents = [LedgerFounded] as const;
