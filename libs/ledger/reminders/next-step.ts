import { isBeforeDue, stepDay, type ReminderStep } from './policy';

/** What a run finds for one open item: the step to take, and the steps that came too late to be taken. */
export interface NextStep {
  readonly step: ReminderStep | null;
  readonly stale: readonly { readonly step: ReminderStep; readonly detail: string }[];
}

/**
 * The next step not taken yet whose day has come; at most one, so that days without a run are caught up one step per
 * run and an item never jumps over a step. Each item climbs the ladder by itself: what happened to older invoices of
 * the debtor skips nothing here.
 *
 * A step before the due date is stale once the due date has passed or a later such step is due as well.
 *
 * @param taken steps claimed or sent; nothing before the last of them is taken any more.
 */
export function nextStep(
  item: { readonly dueDate: string; readonly taken: (step: ReminderStep) => boolean },
  steps: readonly ReminderStep[],
  runDate: string,
): NextStep {
  const stale: { step: ReminderStep; detail: string }[] = [];
  const last = steps.findLastIndex((step) => item.taken(step));
  const due = steps.slice(last + 1).filter((step) => stepDay(item.dueDate, step) <= runDate);
  const lastBefore = due.findLast(isBeforeDue);
  for (const step of due) {
    if (!isBeforeDue(step)) {
      return { step, stale };
    }
    if (runDate > item.dueDate) {
      stale.push({ step, detail: `due on ${item.dueDate}, which has passed` });
    } else if (step !== lastBefore) {
      stale.push({ step, detail: `step ${lastBefore?.step ?? ''} is due as well` });
    } else {
      return { step, stale };
    }
  }
  return { step: null, stale };
}
