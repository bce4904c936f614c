import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, Closed, CurrencyCode, Day, DecimalString, Id, OneOf } from '../wire';

/**
 * A fee, or interest over days not charged before, will be billed by this sale and no other. The account guards that no
 * day is charged twice. Posts nothing: the invoice of the sale does.
 */
export const LateChargeClaimed = defineEvent(
  'LateChargeClaimed',
  Closed({
    accountId: Id,
    requestId: Id,
    /** The sale that bills it; made from the invoice and the day charged through. */
    saleId: Id,
    aboutInvoiceId: Id,
    documentNumber: Type.String({ minLength: 1, maxLength: 200 }),
    purpose: OneOf('late-fee', 'interest'),
    claimedOn: Day,
    /** The letter it is charged with. Absent: asked for by itself. */
    reminderId: Type.Optional(Id),
    /** Interest: the days charged, both included. */
    from: Type.Optional(Day),
    through: Day,
    currency: CurrencyCode,
    amount: Amount,
    /** Yearly percent of the interest. */
    percent: Type.Optional(DecimalString),
    /** Base units per unit of the currency; absent in the base currency. */
    rate: Type.Optional(DecimalString),
  }),
);
export type LateChargeClaimed = EventOf<typeof LateChargeClaimed>;
