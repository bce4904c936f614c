import type { StreamFold } from '../refusal';
import type { InquiryAnswered, InquiryClosed, InquiryEvent, InquiryReceived } from './inquiry.events';

/** One question or complaint of a customer, and how it was dealt with. */
export interface InquiryState {
  received: InquiryReceived['data'] | null;
  receivedHash: string;
  readonly answers: InquiryAnswered['data'][];
  closed: InquiryClosed['data'] | null;
  readonly requests: Map<string, string>;
}

export const inquiryFold: StreamFold<InquiryState, InquiryEvent> = {
  initial: () => ({ received: null, receivedHash: '', answers: [], closed: null, requests: new Map() }),
  evolve: (state, event, _revision, inputHash) => {
    switch (event.type) {
      case 'InquiryReceived':
        state.received = event.data;
        state.receivedHash = inputHash;
        return state;
      case 'InquiryAnswered':
        state.answers.push(event.data);
        state.requests.set(`answer:${event.data.requestId}`, inputHash);
        return state;
      case 'InquiryClosed':
        state.closed = event.data;
        state.requests.set(`close:${event.data.requestId}`, inputHash);
        return state;
    }
  },
};

export interface InquiryAnswer {
  readonly inquiryId: string;
  readonly accountId: string;
  readonly state: 'open' | 'answered' | 'closed';
  /** Of the invoice, when one is disputed with it. */
  readonly disputeId?: string;
}

/** The inquiry as it stands. Precondition: it was received. */
export function inquiryAnswer({ received, answers, closed }: InquiryState): InquiryAnswer {
  if (received === null) {
    throw new Error('an inquiry was dealt with before it was received');
  }
  const { inquiryId, accountId, disputeId } = received;
  const state = closed !== null ? 'closed' : answers.length > 0 ? 'answered' : 'open';
  return { inquiryId, accountId, state, ...(disputeId === undefined ? {} : { disputeId }) };
}
