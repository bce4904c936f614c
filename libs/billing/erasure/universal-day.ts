import { dayInZone } from '#ledger';
import type { Clock } from '../decisions/clock';

/** Today in universal time: for facts about a customer, who has no legal entity and so no time zone. */
export const universalDay = (clock: Clock): string => dayInZone(clock.now(), 'UTC');
