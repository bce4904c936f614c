import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Day, Id, Text } from '../wire';

/** How content the customer was with what an invoice bills. Recorded again, the later one counts. */
export const SatisfactionRecorded = defineEvent(
  'SatisfactionRecorded',
  Closed({
    invoiceId: Id,
    accountId: Id,
    requestId: Id,
    recordedOn: Day,
    /** 0, not at all, to 10, fully. */
    score: Type.Integer({ minimum: 0, maximum: 10 }),
    personal: Closed({ comment: Type.Optional(Text) }),
  }),
);
export type SatisfactionRecorded = EventOf<typeof SatisfactionRecorded>;

export const satisfactionEvents = [SatisfactionRecorded] as const;
