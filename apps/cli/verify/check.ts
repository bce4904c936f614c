import type { Check } from '#audit';
import type { LoggedEvent } from '../log/own-events';

export { CheckBuilder, type Check } from '#audit';

/** A step that a crash left open is finished by whatever writes next. */
export const finishRemedy = 'start the server, or run any writing command, to finish it';

/** A check that follows the log, event by event. */
export interface LogCheck {
  see(logged: LoggedEvent): void;
  /** After the last event. */
  results(): readonly Check[];
}
