import { Kind, Type, TypeRegistry, type TObject, type TProperties, type TUnsafe } from '@sinclair/typebox';

/**
 * The building blocks of event schemas: what may stand on the wire. Strings, integers, booleans, arrays
 * and closed objects only; money is a fixed-scale string beside its currency, never a JSON number.
 */

/** A closed object: unknown fields are refused on write. */
export const Closed = <Properties extends TProperties>(properties: Properties): TObject<Properties> =>
  Type.Object(properties, { additionalProperties: false });

/** One of some fixed words. An `enum`, which validates many times faster than a union of constants. */
export const OneOf = <const Words extends readonly string[]>(...words: Words): TUnsafe<Words[number]> =>
  Type.Unsafe<Words[number]>({ [Kind]: 'OneOf', type: 'string', enum: words });

// TypeBox's own checker has to be told of a kind it does not bring.
TypeRegistry.Set<{ readonly enum: readonly unknown[] }>('OneOf', (schema, value) => schema.enum.includes(value));

/** Calendar day `YYYY-MM-DD`. The decider has checked that the day exists. */
export const Day = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });

/** Month `YYYY-MM`, the accounting period. */
export const Month = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' });

/**
 * Money in the event's currency at the currency's own scale: "1234.50", "-3", never "1e3" or "+1". No longer than the
 * largest amount of a document or receipt with its sign, so that no event holds, at the currency's scale, what a 64-bit
 * integer of a read model could not.
 */
export const Amount = Type.String({ pattern: '^-?(0|[1-9]\\d{0,17})(\\.\\d{1,4})?$', maxLength: 18 });

/** ISO 4217 alphabetic code. */
export const CurrencyCode = Type.String({ pattern: '^[A-Z]{3}$' });

/** An exact decimal that is no amount of money: quantity, unit price, percentage, rate. */
export const DecimalString = Type.String({ pattern: '^-?(0|[1-9]\\d{0,17})(\\.\\d{1,12})?$', maxLength: 32 });

/** An id from outside or made by us: 1–64 characters, no control characters, NFC. */
export const Id = Type.String({ minLength: 1, maxLength: 200 });

/** Free text as a person typed it; control characters were refused at the edge. */
export const Text = Type.String({ maxLength: 1000 });

/** ISO 3166-1 alpha-2 country code, or `XX` when unknown. */
export const Country = Type.String({ pattern: '^[A-Z]{2}$' });

/** EN 16931 tax category: standard, zero, exempt, reverse charge, export, out of scope. */
export const TaxCategory = OneOf('S', 'Z', 'E', 'AE', 'G', 'O');

/** Amounts in the entity's base currency; `rate` = base units per one unit of the transaction currency. */
export const BaseAmounts = Closed({ currency: CurrencyCode, rate: DecimalString, net: Amount, tax: Amount, gross: Amount });

/** Tax of one document per category and rate (percent). */
export const TaxSummaryRow = Closed({ category: TaxCategory, rate: DecimalString, base: Amount, tax: Amount });

export const Totals = Closed({ net: Amount, tax: Amount, gross: Amount });

/** How document amounts are rounded; a fact of the legal entity, frozen in each document. */
export const Rounding = Closed({
  basis: OneOf('line', 'tax-rate', 'document'),
  mode: OneOf('half-up', 'half-even'),
});

/** One part of what a document asks for, due on its own day. `number` counts from 1. */
export const Instalment = Closed({ number: Type.Integer({ minimum: 1 }), dueDate: Day, amount: Amount });

/** Fields that say who a natural person is. They stand under `personal` alone, so that one place guards them. */
export const PersonalFields = Closed({
  name: Type.Optional(Text),
  email: Type.Optional(Text),
  phone: Type.Optional(Text),
  street: Type.Optional(Text),
  city: Type.Optional(Text),
  postalCode: Type.Optional(Text),
  taxId: Type.Optional(Text),
});

/** Where money comes from or goes to. It says who a person is, so it stands under `personal` or belongs to a legal entity. */
export const BankAccount = Closed({
  accountHolder: Type.Optional(Text),
  iban: Type.Optional(Text),
  bic: Type.Optional(Text),
  /** Where there is no IBAN. */
  accountNumber: Type.Optional(Text),
  bankCode: Type.Optional(Text),
  bankName: Type.Optional(Text),
});

/** Two letters of ISO 639-1. */
export const Language = Type.String({ pattern: '^[a-z]{2}$' });

/** Payment terms: due so many days after issue, in one or several parts that sum to 100 percent. */
export const Terms = Closed({
  netDays: Type.Integer({ minimum: 0, maximum: 3650 }),
  /** Optional split; `percent` of gross due `netDays` after issue, in order. */
  instalments: Type.Optional(
    Type.Array(Closed({ netDays: Type.Integer({ minimum: 0, maximum: 3650 }), percent: DecimalString }), {
      minItems: 1,
      maxItems: 60,
    }),
  ),
  /** So many percent less when paid within so many days of issue. */
  earlyPayment: Type.Optional(Closed({ percent: DecimalString, withinDays: Type.Integer({ minimum: 0, maximum: 3650 }) })),
});
