import { recall } from '../account/repeated-request';
import { conflict } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { InquiryAnswered, InquiryClosed, InquiryReceived } from './inquiry.events';
import { inquiryAnswer, type InquiryAnswer, type InquiryState } from './inquiry.state';

/** A customer asks or complains. */
export interface ReceiveInquiry extends Omit<InquiryReceived['data'], 'receivedOn'> {
  readonly inputHash: string;
  /** Default: today. */
  readonly receivedOn?: string;
  readonly today: string;
}

export function decideReceiveInquiry(command: ReceiveInquiry, state: InquiryState): Decision<InquiryReceived, InquiryAnswer> {
  const { inputHash, today, receivedOn = today, ...content } = command;
  if (state.received !== null) {
    return state.receivedHash === inputHash
      ? accept([], inquiryAnswer({ ...state, answers: [], closed: null }))
      : refuse(conflict('INQUIRY.CONFLICT', 'inquiry', command.inquiryId, 'Send another inquiry under an id of its own.'));
  }
  if (receivedOn > today) {
    return refuse(refusal('invalid', 'INQUIRY.IN_FUTURE', `inquiry ${command.inquiryId} is dated ${receivedOn}, after today, ${today}. Send the day it came in.`, { receivedOn, today }));
  }
  if (content.kind === 'dispute' && content.invoiceId === undefined) {
    return refuse(refusal('invalid', 'INQUIRY.NO_INVOICE', 'a dispute is about an invoice. Name it in invoiceId, or send a complaint.', { field: 'invoiceId', inquiryId: command.inquiryId }));
  }
  const received: InquiryReceived = { type: 'InquiryReceived', data: { ...content, receivedOn } };
  return accept([received], inquiryAnswer({ ...state, received: received.data }));
}

interface Dealt {
  readonly inquiryId: string;
  readonly requestId: string;
  readonly inputHash: string;
  readonly today: string;
}

export interface AnswerInquiry extends Dealt {
  readonly personal: InquiryAnswered['data']['personal'];
}

/** What the customer was told; an answer to a closed inquiry opens nothing: they ask again. */
export function decideAnswerInquiry(command: AnswerInquiry, state: InquiryState): Decision<InquiryAnswered, InquiryAnswer> {
  const before = known('answer', command, state);
  if (before !== undefined) {
    return before;
  }
  const { inquiryId, requestId, personal, today } = command;
  const answered: InquiryAnswered = { type: 'InquiryAnswered', data: { inquiryId, requestId, answeredOn: today, personal } };
  return accept([answered], inquiryAnswer({ ...state, answers: [...state.answers, answered.data] }));
}

export interface CloseInquiry extends Dealt {
  readonly outcome: string;
}

export function decideCloseInquiry(command: CloseInquiry, state: InquiryState): Decision<InquiryClosed, InquiryAnswer> {
  const before = known('close', command, state);
  if (before !== undefined) {
    return before;
  }
  const { inquiryId, requestId, outcome, today } = command;
  const closed: InquiryClosed = { type: 'InquiryClosed', data: { inquiryId, requestId, closedOn: today, outcome } };
  return accept([closed], inquiryAnswer({ ...state, closed: closed.data }));
}

/** What is said of an inquiry that is unknown, dealt with so before, or closed; undefined: go on. */
function known(act: 'answer' | 'close', { inquiryId, requestId, inputHash }: Dealt, state: InquiryState): Decision<never, InquiryAnswer> | undefined {
  if (state.received === null) {
    return refuse(unknownInquiry(inquiryId));
  }
  const found = recall(state.requests, { key: `${act}:${requestId}`, code: 'INQUIRY.REQUEST_CONFLICT', what: `Request ${requestId}` }, inputHash);
  if (found.kind === 'conflict') {
    return refuse(found.refusal);
  }
  if (found.kind === 'repeated') {
    return accept([], inquiryAnswer(state));
  }
  return state.closed === null
    ? undefined
    : refuse(refusal('conflict', 'INQUIRY.CLOSED', `inquiry ${inquiryId} was closed on ${state.closed.closedOn}. Receive a new one if the customer comes back.`, { inquiryId }));
}

const unknownInquiry = (inquiryId: string): Refusal =>
  refusal('not-found', 'INQUIRY.UNKNOWN', `inquiry ${JSON.stringify(inquiryId)} is not on record. Look it up among the account's inquiries.`, { inquiryId });
