import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, Closed, CurrencyCode, Day, Id, OneOf, Text } from '../wire';

/** What is to be collected together, frozen: the file made of it is the same every time. Each debit is then claimed in its account. */
export const DirectDebitBatchPlanned = defineEvent(
  'DirectDebitBatchPlanned',
  Closed({
    batchId: Id,
    entityId: Id,
    plannedOn: Day,
    collectionDate: Day,
    scheme: OneOf('core', 'b2b'),
    currency: CurrencyCode,
    /** Days that a debtor has known of what is collected: the document is no younger on the day of collection. */
    noticeDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
    /** Revision of the legal entity whose account and creditor id the file bears. */
    entityRevision: Type.Optional(Type.Integer({ minimum: 0 })),
    debits: Type.Array(
      Closed({ directDebitId: Type.String({ minLength: 1, maxLength: 35 }), accountId: Id, mandateId: Type.String({ minLength: 1, maxLength: 35 }) }),
      { minItems: 1, maxItems: 5000 },
    ),
  }),
);
export type DirectDebitBatchPlanned = EventOf<typeof DirectDebitBatchPlanned>;

/** Every planned debit is claimed in its account, or dropped since nothing was due there any more. */
export const DirectDebitBatchClosed = defineEvent(
  'DirectDebitBatchClosed',
  Closed({
    batchId: Id,
    ordered: Type.Integer({ minimum: 0 }),
    total: Amount,
    dropped: Type.Array(Closed({ directDebitId: Type.String({ minLength: 1, maxLength: 35 }), why: Text }), { maxItems: 5000 }),
  }),
);
export type DirectDebitBatchClosed = EventOf<typeof DirectDebitBatchClosed>;

export const directDebitEvents = [DirectDebitBatchPlanned, DirectDebitBatchClosed] as const;
export type DirectDebitBatchEvent = DirectDebitBatchPlanned | DirectDebitBatchClosed;
