import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, Closed, CurrencyCode, Day, DecimalString, Id, Text } from '../wire';

/** A payment gateway paid out what it held, less its fees: net = gross − fees. */
export const GatewayPayoutSettled = defineEvent(
  'GatewayPayoutSettled',
  Closed({
    payoutId: Id,
    entityId: Id,
    gateway: Text,
    settledOn: Day,
    currency: CurrencyCode,
    /** What leaves the clearing account: receipts less refunds and chargebacks. May be negative. */
    gross: Amount,
    fees: Amount,
    net: Amount,
    baseCurrency: CurrencyCode,
    rate: DecimalString,
    baseGross: Amount,
    baseFees: Amount,
    baseNet: Amount,
    /** Balance transactions it is made of. */
    transactions: Type.Integer({ minimum: 0 }),
  }),
);
export type GatewayPayoutSettled = EventOf<typeof GatewayPayoutSettled>;

export const gatewayPayoutEvents = [GatewayPayoutSettled] as const;
