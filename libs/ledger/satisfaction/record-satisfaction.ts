import { recall } from '../account/repeated-request';
import { accept, refuse, type Decision, type StreamFold } from '../refusal';
import type { SatisfactionRecorded } from './satisfaction.events';

export interface SatisfactionState {
  latest: SatisfactionRecorded['data'] | null;
  readonly requests: Map<string, string>;
  readonly answers: Map<string, SatisfactionAnswer>;
}

export const satisfactionFold: StreamFold<SatisfactionState, SatisfactionRecorded> = {
  initial: () => ({ latest: null, requests: new Map(), answers: new Map() }),
  evolve: (state, { data }, _revision, inputHash) => {
    state.latest = data;
    state.requests.set(data.requestId, inputHash);
    state.answers.set(data.requestId, { invoiceId: data.invoiceId, score: data.score });
    return state;
  },
};

export interface SatisfactionAnswer {
  readonly invoiceId: string;
  readonly score: number;
}

/** How content a customer was with what an invoice bills: 0, not at all, to 10, fully. */
export type RecordSatisfaction = SatisfactionRecorded['data'] & { readonly inputHash: string };

export function decideRecordSatisfaction({ inputHash, ...data }: RecordSatisfaction, state: SatisfactionState): Decision<SatisfactionRecorded, SatisfactionAnswer> {
  const found = recall(state.requests, { key: data.requestId, code: 'SATISFACTION.CONFLICT', what: `Request ${data.requestId}` }, inputHash);
  if (found.kind === 'conflict') {
    return refuse(found.refusal);
  }
  const answered = state.answers.get(data.requestId);
  return answered === undefined
    ? accept([{ type: 'SatisfactionRecorded', data }], { invoiceId: data.invoiceId, score: data.score })
    : accept([], answered);
}
