import { accept, type Decision } from '../refusal';
import type { ItemDropped } from './billing-run.events';
import type { BillingRunState } from './billing-run.state';

/** Planned sources that this run does not bill after all, in the order of the plan. */
export interface DropItems {
  readonly drops: readonly ItemDropped['data'][];
}

/**
 * Records what is dropped, once: every source up to the place dropped last has been looked at, and whether one is
 * dropped follows from its own stream and the plan alone, so whoever looks finds the same.
 */
export function decideDropItems({ drops }: DropItems, state: BillingRunState): Decision<ItemDropped, number> {
  const fresh = drops.filter(({ place }) => place > state.droppedTo).map((data): ItemDropped => ({ type: 'ItemDropped', data }));
  return accept(fresh, state.dropped + fresh.length);
}
