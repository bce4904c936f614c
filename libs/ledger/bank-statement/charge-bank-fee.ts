import { accept, type Decision } from '../refusal';
import type { StreamFold } from '../refusal';
import type { BankFeeCharged } from './bank-statement.events';

export interface BankFeeState {
  charged: BankFeeCharged['data'] | null;
}

export const bankFeeFold: StreamFold<BankFeeState, BankFeeCharged> = {
  initial: () => ({ charged: null }),
  evolve: (state, event) => {
    state.charged = event.data;
    return state;
  },
};

/** The bank charged, or paid interest, on one statement line: it counts once, whichever statement shows it again. */
export const decideChargeBankFee = (fee: BankFeeCharged['data'], { charged }: BankFeeState): Decision<BankFeeCharged, BankFeeCharged['data']> =>
  accept(charged === null ? [{ type: 'BankFeeCharged', data: fee }] : [], charged ?? fee);
