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
    /** True: a billing run puts everything due of one currency on one invoice. Absent: an invoice per sale and contract. */
    consolidate: Type.Optional(Type.Boolean()),
  }),
);
export type CreditTermsSet = EventOf<typeof CreditTermsSet>;

/** Whose figures this customer's roll up into; absent parent: its own again. */
export const ParentSet = defineEvent('ParentSet', Closed({ customerId: Id, requestId: Id, parentCustomerId: Type.Optional(Id) }));
export type ParentSet = EventOf<typeof ParentSet>;

/** Where refunds to this customer go. */
export const BankDetailsSet = defineEvent(
  'BankDetailsSet',
  Closed({
    customerId: Id,
    requestId: Id,
    personal: Closed({ accountHolder: Text, iban: Type.Optional(Text), accountNumber: Type.Optional(Text), bankCode: Type.Optional(Text) }),
    approvalId: Type.Optional(Id),
  }),
);
export type BankDetailsSet = EventOf<typeof BankDetailsSet>;

export const customerEvents = [CustomerRegistered, ContactChanged, CreditTermsSet, ParentSet, BankDetailsSet] as const;
export type CustomerEvent = CustomerRegistered | ContactChanged | CreditTermsSet | ParentSet | BankDetailsSet;
