import type { Static } from '@sinclair/typebox';
import type { ErasureEvent, PersonalRecord, RetentionHoldPlaced } from './erasure.events';

export type ErasedRecord = Static<typeof PersonalRecord>;

/** How far a customer is forgotten, and what keeps them from it. */
export interface ErasureState {
  readonly holds: Map<string, RetentionHoldPlaced['data'] & { lifted: boolean }>;
  /** Null: not erased. */
  erased: { readonly erasedOn: string; readonly inputHash: string; readonly requestId: string; readonly revision: number } | null;
  /** Every record of the customer is named. */
  isComplete: boolean;
  /** Records named so far. */
  readonly records: ErasedRecord[];
}

export const initialErasure = (): ErasureState => ({ holds: new Map(), erased: null, isComplete: false, records: [] });

export function evolveErasure(state: ErasureState, event: ErasureEvent, revision: number, inputHash: string): void {
  switch (event.type) {
    case 'RetentionHoldPlaced':
      state.holds.set(event.data.holdId, { ...event.data, lifted: false });
      return;
    case 'RetentionHoldLifted': {
      const hold = state.holds.get(event.data.holdId);
      if (hold === undefined) throw new Error(`retention hold ${event.data.holdId} of ${event.data.customerId} was lifted before it was placed`);
      hold.lifted = true;
      return;
    }
    case 'CustomerErased':
      state.erased = { erasedOn: event.data.erasedOn, requestId: event.data.requestId, inputHash, revision };
      return;
    case 'PersonalRecordsErased':
      state.records.push(...event.data.records);
      state.isComplete ||= event.data.isLast;
      return;
  }
}

/** The holds in force on a day. */
export const holdsOn = ({ holds }: ErasureState, day: string): RetentionHoldPlaced['data'][] =>
  [...holds.values()].filter(({ lifted, until }) => !lifted && (until === undefined || until >= day));
