import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Id, Month, Text } from '../wire';

/** From this place in the log on, facts of this month and earlier post later. A month closes after all before it. */
export const PeriodClosed = defineEvent('PeriodClosed', Closed({ entityId: Id, requestId: Id, period: Month, reason: Text }));
export type PeriodClosed = EventOf<typeof PeriodClosed>;

export const PeriodReopened = defineEvent('PeriodReopened', Closed({ entityId: Id, requestId: Id, period: Month, reason: Text }));
export type PeriodReopened = EventOf<typeof PeriodReopened>;

export const periodEvents = [PeriodClosed, PeriodReopened] as const;
export type PeriodEvent = PeriodClosed | PeriodReopened;
