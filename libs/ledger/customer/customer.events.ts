import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { CustomerSynchronised } from './sync.events';
import { erasureEvents, type ErasureEvent } from './erasure.events';
import { Amount, BankAccount, Closed, Country, CurrencyCode, Day, Id, Language, OneOf, PersonalFields, Terms, Text } from '../wire';

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

/** How this customer wants documents. */
export const CommunicationPreferenceSet = defineEvent(
  'CommunicationPreferenceSet',
  Closed({
    customerId: Id,
    requestId: Id,
    /** `none`: documents are fetched or handed over; nothing is sent. */
    channel: OneOf('email', 'none'),
    language: Type.Optional(Language),
    /** What goes with an invoice besides its PDF. `factur-x` is inside the PDF. Absent: nothing. */
    eInvoice: Type.Optional(OneOf('ubl', 'cii', 'factur-x')),
    /** Where documents go instead of the contact's address. */
    personal: Closed({ email: Type.Optional(Text) }),
  }),
);
export type CommunicationPreferenceSet = EventOf<typeof CommunicationPreferenceSet>;

/** What this customer may owe one legal entity, in its base currency. Set again, the later one counts. */
export const CreditLimitSet = defineEvent(
  'CreditLimitSet',
  Closed({
    customerId: Id,
    requestId: Id,
    entityId: Id,
    /** Absent: no limit any more. */
    limit: Type.Optional(Amount),
    currency: CurrencyCode,
    /** A sale beyond it is told of, or waits unbilled. */
    onExceed: OneOf('warn', 'block'),
    reason: Type.Optional(Text),
  }),
);
export type CreditLimitSet = EventOf<typeof CreditLimitSet>;

/** The customer lets one legal entity collect by SEPA direct debit. */
export const MandateGiven = defineEvent(
  'MandateGiven',
  Closed({
    customerId: Id,
    entityId: Id,
    /** As told to the bank: 1–35 characters. */
    mandateId: Type.String({ minLength: 1, maxLength: 35 }),
    scheme: OneOf('core', 'b2b'),
    signedOn: Day,
    /** It lets us collect once. Absent: as often as something is due. */
    oneOff: Type.Optional(Type.Boolean()),
    personal: BankAccount,
  }),
);
export type MandateGiven = EventOf<typeof MandateGiven>;

export const MandateRevoked = defineEvent('MandateRevoked', Closed({ customerId: Id, mandateId: Id, requestId: Id, revokedOn: Day, reason: Text }));
export type MandateRevoked = EventOf<typeof MandateRevoked>;

export const customerEvents = [
  CustomerRegistered, ContactChanged, CreditTermsSet, ParentSet, BankDetailsSet, CommunicationPreferenceSet, CreditLimitSet, MandateGiven,
  MandateRevoked, CustomerSynchronised, ...erasureEvents,
] as const;
export type CustomerEvent =
  | CustomerRegistered | ContactChanged | CreditTermsSet | ParentSet | BankDetailsSet | CommunicationPreferenceSet | CreditLimitSet
  | MandateGiven | MandateRevoked | CustomerSynchronised | ErasureEvent;
