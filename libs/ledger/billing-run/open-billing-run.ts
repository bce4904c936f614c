import { addDays } from '../dates';
import { checkRequestedIssue, type IssueFacts } from '../documents/requested-issue';
import { entityConfiguration } from '../entity/entity.state';
import { unknownEntity } from '../entity/open-series';
import { conflict, refuseUnrealDay } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { BillingRunOpened } from './billing-run.events';
import type { BillingRunState } from './billing-run.state';

/** Bill everything of a legal entity that is due through a day. */
export interface OpenBillingRun {
  readonly inputHash: string;
  /** The sender's own id: the run happens once. */
  readonly runId: string;
  readonly entityId: string;
  readonly through: string;
  readonly issueDate: string;
  /** True: refused when the series went past that date. False: invoices are dated later, when they are issued. */
  readonly strict: boolean;
  readonly customerIds?: readonly string[];
}

/** Days that a run looks ahead at most: ten years. A contract has a period for every day of them, and each is worked out. */
const daysAheadMax = 3653;

export type OpenedRun = BillingRunOpened['data'];

/** Opens a run once per id; sent again with the same content it is the run that was opened. */
export function decideOpenBillingRun(command: OpenBillingRun, state: BillingRunState, facts: IssueFacts): Decision<BillingRunOpened, OpenedRun> {
  if (state.opened !== null) {
    return state.inputHash === command.inputHash
      ? accept([], state.opened)
      : refuse(conflict('RUN.CONFLICT', 'billing run', command.runId, 'A run never changes; send another one under its own id.'));
  }
  const reason = refuseBillingRun(command, facts);
  if (reason !== undefined) {
    return refuse(reason);
  }
  const { runId, entityId, through, issueDate, customerIds } = command;
  const opened: OpenedRun = { runId, entityId, through, issueDate, ...(customerIds === undefined ? {} : { customerIds: [...new Set(customerIds)].sort() }) };
  return accept([{ type: 'BillingRunOpened', data: opened }], opened);
}

/** Whatever could refuse the run as a whole; a preview asks the same. */
export function refuseBillingRun(command: Omit<OpenBillingRun, 'inputHash'>, facts: IssueFacts): Refusal | undefined {
  if (command.runId === '') {
    return refusal('invalid', 'RUN.ID', 'the run id is empty. Send an id of your own; sent again, the run happens once.', { field: 'runId' });
  }
  const unreal = refuseUnrealDay('through', command.through);
  if (unreal !== undefined) {
    return unreal;
  }
  const furthest = addDays(facts.today, daysAheadMax);
  if (command.through > furthest) {
    return refusal('invalid', 'RUN.THROUGH', `through ${command.through} lies after ${furthest}; a run looks ten years ahead at most. Send an earlier day.`, {
      field: 'through',
      value: command.through,
      latest: furthest,
    });
  }
  const configuration = entityConfiguration(facts.entity);
  if (configuration === undefined) {
    return unknownEntity(command.entityId);
  }
  const { entityId, issueDate: requestedIssueDate, strict } = command;
  const issue = checkRequestedIssue({ kind: 'invoice', entityId, requestedIssueDate, strict, currency: configuration.baseCurrency }, facts);
  return issue.ok ? undefined : issue.refusal;
}
