import type { StreamFold } from '../refusal';
import type { MappingDefined, MappingEvent } from './mapping.events';

export interface MappingState {
  /** The last one defined; null: none. */
  current: MappingDefined['data'] | null;
}

export const mappingFold: StreamFold<MappingState, MappingEvent> = {
  initial: () => ({ current: null }),
  evolve: (state, event) => {
    state.current = event.data;
    return state;
  },
};
