import type { StreamFold } from '../refusal';
import type { GatewayPayoutSettled } from './gateway-payout.events';

/** One payout: settled once. */
export interface GatewayPayoutState {
  settled: GatewayPayoutSettled['data'] | null;
  /** Subject of a command → hash of the input it was first decided on. */
  readonly requests: Map<string, string>;
}

export const gatewayPayoutFold: StreamFold<GatewayPayoutState, GatewayPayoutSettled> = {
  initial: () => ({ settled: null, requests: new Map() }),
  evolve: (state, { data }, _revision, inputHash) => {
    state.settled = data;
    state.requests.set('settlement', inputHash);
    return state;
  },
};
