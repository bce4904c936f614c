import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Id, OneOf } from '../wire';

/**
 * Another system said who a customer is, in a version of its own. `stale`: an older version came after a newer one, and
 * changed nothing; `unchanged`: a newer one said the same.
 */
export const CustomerSynchronised = defineEvent(
  'CustomerSynchronised',
  Closed({
    customerId: Id,
    sourceSystem: Id,
    /** The customer's id there. */
    sourceId: Id,
    /** In the form that is compared: a whole number, or a moment in UTC. */
    sourceVersion: Id,
    outcome: OneOf('registered', 'changed', 'unchanged', 'stale'),
  }),
);
export type CustomerSynchronised = EventOf<typeof CustomerSynchronised>;
