import type { StreamFold } from '../refusal';
import type { BillingAssigned, SaleClosed, SaleEvent } from './sale.events';

export type SaleFacts = SaleClosed['data'];
export type Billing = BillingAssigned['data'];

/** How far a sale has come: waiting has no invoice assigned; nothing-to-bill: every line is zero. */
export type SaleProgress = 'waiting' | 'billed' | 'nothing-to-bill' | 'cancelled';

export interface SaleAnswer {
  readonly saleId: string;
  readonly accountId: string;
  readonly progress: SaleProgress;
  /** Why it waits or why there is nothing to bill, where that was said. */
  readonly reason?: string;
  /** It goes beyond the payer's credit limit, and is billed all the same. */
  readonly warning?: string;
  /** Present when billed. */
  readonly billing?: Billing;
}

interface Answered {
  readonly inputHash: string;
  readonly answer: SaleAnswer;
}

export interface SaleState {
  sale: SaleFacts | null;
  /** How the sale was answered when it came in; that answer stays. */
  closing: Answered | null;
  billing: Billing | null;
  progress: SaleProgress;
  cancellation: { readonly requestId: string; readonly inputHash: string } | null;
}

export const saleFold: StreamFold<SaleState, SaleEvent> = {
  initial: () => ({ sale: null, closing: null, billing: null, progress: 'waiting', cancellation: null }),
  evolve: (state, event, _revision, inputHash) => {
    switch (event.type) {
      case 'SaleClosed':
        state.sale = event.data;
        state.closing = { inputHash, answer: answerOf(event.data, 'waiting') };
        return state;
      case 'BillingAssigned':
        state.billing = event.data;
        state.progress = 'billed';
        return answeredInTheSameAppend(state, inputHash, { billing: event.data });
      case 'NothingToBill':
        state.progress = 'nothing-to-bill';
        return answeredInTheSameAppend(state, inputHash, { reason: event.data.reason });
      case 'SaleCancelled':
        state.progress = 'cancelled';
        state.cancellation = { requestId: event.data.requestId, inputHash };
        return state;
    }
  },
};

/** What stands in the same append carries the same input hash, and belongs to the first answer. */
function answeredInTheSameAppend(state: SaleState, inputHash: string, more: Partial<SaleAnswer>): SaleState {
  if (state.closing?.inputHash === inputHash) {
    const { saleId, accountId, warning } = state.closing.answer;
    const warned = warning === undefined ? {} : { warning };
    state.closing = { inputHash, answer: { saleId, accountId, progress: state.progress, ...warned, ...more } };
  }
  return state;
}

export function answerOf(sale: SaleFacts, progress: SaleProgress, more: Partial<SaleAnswer> = {}): SaleAnswer {
  const { saleId, accountId } = sale;
  const warned = sale.creditLimit === 'warned' ? { warning: beyondLimit } : {};
  return { saleId, accountId, progress, ...(progress === 'waiting' ? { reason: whyItWaits(sale) } : {}), ...warned, ...more };
}

/** A sale that was to be billed at once waits for one reason only. */
function whyItWaits({ billing, creditLimit }: SaleFacts): string {
  if (billing === 'later') {
    return 'to be billed later';
  }
  return creditLimit === 'blocked' ? beyondLimit : 'the account is held';
}

const beyondLimit = 'the credit limit would be exceeded';

/** The sale as it stands now; undefined when there is none. */
export function saleAnswer(state: SaleState): SaleAnswer | undefined {
  return state.sale === null
    ? undefined
    : answerOf(state.sale, state.progress, state.billing === null ? {} : { billing: state.billing });
}
