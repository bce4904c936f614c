import { assertFact } from '../documents/assert-fact';
import { accept, type Decision } from '../refusal';
import type { CreditPlanned, InvoicePlanned, RunPlanned } from './billing-run.events';
import { comparePlaces, placeOfPlanned, type BillingRunState, type PlanPlace } from './billing-run.state';

export type Planned = InvoicePlanned | CreditPlanned;

/** A stretch of the plan, in the order of the plan. */
export interface PlanInvoices {
  readonly runId: string;
  /** What the run had planned last when this was worked out; null: nothing. */
  readonly after: PlanPlace | null;
  readonly planned: readonly Planned[];
  /** Nothing follows: the plan is whole. */
  readonly whole: boolean;
}

export interface PlanProgress {
  readonly phase: BillingRunState['phase'];
  /** Where planning goes on: behind this place. */
  readonly plannedTo: PlanPlace | null;
  readonly invoices: number;
  readonly sources: number;
  readonly credits: number;
}

/**
 * Freezes a stretch of the plan. When another process has planned on from the same place, nothing is written and the
 * answer says where to go on: whoever writes first decides, and no source is planned twice.
 */
export function decidePlanInvoices(command: PlanInvoices, state: BillingRunState): Decision<Planned | RunPlanned, PlanProgress> {
  assertFact(state.opened !== null, `billing run ${command.runId} is planned before it is opened`);
  if (state.phase !== 'planning' || !samePlace(command.after, state.plannedTo)) {
    return accept([], progressOf(state));
  }
  const invoices = command.planned.filter((event): event is InvoicePlanned => event.type === 'InvoicePlanned');
  const sum: PlanProgress = {
    phase: command.whole ? 'planned' : 'planning',
    plannedTo: command.planned.reduce((last, event) => laterPlace(last, placeOfPlanned(event)), state.plannedTo),
    invoices: state.invoices + invoices.length,
    sources: state.sources + invoices.reduce((count, { data }) => count + data.sources.length, 0),
    credits: state.credits + command.planned.length - invoices.length,
  };
  const whole: RunPlanned = { type: 'RunPlanned', data: { runId: command.runId, invoices: sum.invoices, credits: sum.credits } };
  return accept(command.whole ? [...command.planned, whole] : command.planned, sum);
}

const laterPlace = (last: PlanPlace | null, place: PlanPlace): PlanPlace => (last === null || comparePlaces(place, last) > 0 ? place : last);

export const samePlace = (left: PlanPlace | null, right: PlanPlace | null): boolean =>
  left === null || right === null ? left === right : comparePlaces(left, right) === 0;

export const progressOf = ({ phase, plannedTo, invoices, sources, credits }: BillingRunState): PlanProgress => ({
  phase, plannedTo, invoices, sources, credits,
});
