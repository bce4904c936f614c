import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Country, Day, Id, OneOf, PersonalFields, Terms, Text } from '../wire';

export const CustomerRegistered = defineEvent(
  'CustomerRegistered',
  Closed({
    customerId: Id,
    /** A walk-in stands for the unknown buyers of one day: due at issue, never reminded, no payment-time figures. */
    kind: OneOf('business', 'person', 'walk-in'),
    country: Country,
    personal: PersonalFields,
  }),
);
export type CustomerRegistered = EventOf<typeof CustomerRegistered>;

export const ContactChanged = defineEvent(
  'ContactChanged',
  Closed({ customerId: Id, requestId: Id, country: Country, personal: PersonalFields }),
);
export type ContactChanged = EventOf<typeof ContactChanged>;

/** Terms this customer has with one legal entity, for documents issued on or after the effective date. */
export const CreditTermsSet = defineEvent(
  'CreditTermsSet',
  Closed({
    customerId: Id,
    requestId: Id,
    entityId: Id,
    terms: Terms,
    effectiveFrom: Day,
    /** False: this customer gets no reminders (agreed, or a walk-in). */
    remind: Type.Boolean(),
    note: Type.Optional(Text),
  }),
);
export type CreditTermsSet = EventOf<typeof CreditTermsSet>;

export const customerEvents = [CustomerRegistered, ContactChanged, CreditTermsSet] as const;
export type CustomerEvent = CustomerRegistered | ContactChanged | CreditTermsSet;
