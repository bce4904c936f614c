import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Day, Id, OneOf, Text } from '../wire';

/** The customer asks or complains. A dispute of the invoice itself is a fact of the account and names this inquiry. */
export const InquiryReceived = defineEvent(
  'InquiryReceived',
  Closed({
    inquiryId: Id,
    accountId: Id,
    invoiceId: Type.Optional(Id),
    kind: OneOf('question', 'dispute', 'complaint'),
    receivedOn: Day,
    via: OneOf('hosted-page', 'phone', 'email', 'letter', 'other'),
    /** Of the invoice, opened with it. */
    disputeId: Type.Optional(Id),
    personal: Closed({ name: Type.Optional(Text), email: Type.Optional(Text), text: Type.String({ minLength: 1, maxLength: 4000 }) }),
  }),
);
export type InquiryReceived = EventOf<typeof InquiryReceived>;

export const InquiryAnswered = defineEvent(
  'InquiryAnswered',
  Closed({ inquiryId: Id, requestId: Id, answeredOn: Day, personal: Closed({ text: Type.String({ minLength: 1, maxLength: 4000 }) }) }),
);
export type InquiryAnswered = EventOf<typeof InquiryAnswered>;

export const InquiryClosed = defineEvent('InquiryClosed', Closed({ inquiryId: Id, requestId: Id, closedOn: Day, outcome: Text }));
export type InquiryClosed = EventOf<typeof InquiryClosed>;

export const inquiryEvents = [InquiryReceived, InquiryAnswered, InquiryClosed] as const;
export type InquiryEvent = InquiryReceived | InquiryAnswered | InquiryClosed;
