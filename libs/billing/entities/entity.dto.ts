import { AmountField } from '../validation/amount-fields';
import {
  ChoiceField, CodeField, CountryField, CurrencyField, DayField, IdField, ListField, PartField, RuledField, TextField, WholeField,
} from '../validation/fields';

export class RoundingBody {
  @ChoiceField(['line', 'tax-rate', 'document'], { description: 'Where tax is rounded.', example: 'tax-rate' })
  readonly basis!: 'line' | 'tax-rate' | 'document';

  @ChoiceField(['half-up', 'half-even'], { description: 'How the half is rounded.', example: 'half-up' })
  readonly mode!: 'half-up' | 'half-even';
}

export class DefaultTermsBody {
  @WholeField(0, 3650, { description: 'Due so many days after issue.', example: 30 })
  readonly netDays!: number;
}

export class WayToPayBody {
  @TextField({ description: 'Kind, as printed.', example: 'Bank transfer', min: 1, max: 100 })
  readonly kind!: string;

  @TextField({ description: 'Instruction, as printed.', example: 'IBAN GB29 NWBK 6016 1331 9268 19', min: 1 })
  readonly text!: string;
}

export class SeriesBody {
  @CodeField({ description: 'Series id; it names the register.', example: 'UK-INV' })
  readonly seriesId!: string;

  @ChoiceField(['invoice', 'credit-note'], { description: 'What the register holds.', example: 'invoice' })
  readonly kind!: 'invoice' | 'credit-note';

  @WholeField(1900, 9999, { description: 'Calendar year of issue dates it takes; absent: any.', optional: true })
  readonly year?: number;

  @TextField({ description: 'Printed before the number.', example: 'INV-', max: 20 })
  readonly prefix!: string;

  @WholeField(1, 999_999_999, { description: 'First number; number = first number + revision, for ever.', example: 1 })
  readonly firstNumber!: number;

  @WholeField(1, 15, { description: 'Digits of the printed number, padded with zeros.', example: 6 })
  readonly digits!: number;
}

const roles = [
  'receivables', 'unapplied-receipts', 'unidentified-receipts', 'credits-to-apply', 'bank', 'revenue', 'tax-payable',
  'opening-balance',
] as const;

export class ChartAccountBody {
  @ChoiceField(roles, { description: 'Role in postings.', example: 'receivables' })
  readonly role!: (typeof roles)[number];

  @CodeField({ description: 'Account code.', example: '1200' })
  readonly code!: string;

  @TextField({ description: 'Account name.', example: 'Trade receivables', min: 1, max: 200 })
  readonly name!: string;
}

export class PolicyStepBody {
  @CodeField({ description: 'Step id.', example: 'friendly' })
  readonly step!: string;

  @WholeField(-365, 3650, { description: 'Days after the due date; negative: before.', example: 7 })
  readonly offsetDays!: number;

  @ChoiceField(['outbox'], { description: 'Channel.', example: 'outbox', optional: true })
  readonly channel?: 'outbox';

  @TextField({ description: 'Name of the letter.', example: 'friendly-reminder', min: 1, max: 200 })
  readonly template!: string;
}

export class PolicyBody {
  @CodeField({ description: 'Policy id.', example: 'standard' })
  readonly policyId!: string;

  @WholeField(1, 1_000_000, { description: 'Version; a changed policy takes the next one.', example: 1 })
  readonly version!: number;

  @DayField({ description: 'First day it applies.' })
  readonly effectiveFrom!: string;

  @ListField(() => PolicyStepBody, { min: 1, max: 20 }, { description: 'Steps before and after the due date.' })
  readonly steps!: PolicyStepBody[];

  @AmountField('not-negative', { description: 'Items open for less, in base currency, are not reminded.', example: '1.00' })
  readonly minimumAmount!: string;
}

/** Proposes what a legal entity is; only differences from what is on record become facts. */
export class ConfigureEntityBody {
  @CodeField({ description: 'Legal entity.', example: 'UK' })
  readonly entityId!: string;

  @TextField({ description: 'Registered name.', example: 'Sample Retail Ltd', min: 1, max: 200 })
  readonly name!: string;

  @TextField({ description: 'Street.', example: '1 High Street', optional: true, max: 200 })
  readonly street?: string;

  @TextField({ description: 'City.', example: 'London', optional: true, max: 200 })
  readonly city?: string;

  @TextField({ description: 'Postal code.', example: 'SW1A 1AA', optional: true, max: 20 })
  readonly postalCode?: string;

  @CountryField({ description: 'Country of registration.' })
  readonly country!: string;

  @TextField({ description: 'Tax number.', example: 'GB123456789', optional: true, max: 40 })
  readonly taxId?: string;

  @TextField({ description: 'Address for questions.', example: 'billing@example.com', optional: true, max: 200 })
  readonly email?: string;

  @RuledField(
    {
      name: 'timeZone',
      code: 'FIELD.TIME_ZONE',
      rule: 'a time zone of the IANA database',
      remedy: 'Send a name such as "Europe/London".',
      holds: (value) => typeof value === 'string' && value.length <= 64 && isTimeZone(value),
    },
    { description: 'It says when a day ends.', example: 'Europe/London' },
  )
  readonly timeZone!: string;

  @CurrencyField({ description: 'Currency the books are kept in.' })
  readonly baseCurrency!: string;

  @PartField(() => RoundingBody, { description: 'How document amounts are rounded.' })
  readonly rounding!: RoundingBody;

  @RuledField(
    {
      name: 'buckets',
      code: 'FIELD.BUCKETS',
      rule: '1 to 12 whole numbers from 1 to 3650, rising: the last day past due of each bucket but the open last one',
      remedy: 'Send for instance [30, 60, 90].',
      holds: isRisingDays,
    },
    { description: 'Last day past due of each aging bucket but the open last one.', example: [30, 60, 90] },
    { type: Number, isArray: true },
  )
  readonly agingBuckets!: number[];

  @PartField(() => DefaultTermsBody, { description: 'Terms of customers without their own.' })
  readonly defaultTerms!: DefaultTermsBody;

  @ListField(() => WayToPayBody, { min: 0, max: 10 }, { description: 'Printed on documents as they stand.', optional: true })
  readonly waysToPay?: WayToPayBody[];

  @ListField(() => SeriesBody, { min: 0, max: 100 }, { description: 'Registers to open.', optional: true })
  readonly series?: SeriesBody[];

  @ListField(
    () => ChartAccountBody,
    { min: roles.length, max: roles.length },
    { description: 'One account for each role; absent: as on record, at first the built-in chart.', optional: true },
  )
  readonly chart?: ChartAccountBody[];

  @ListField(() => PolicyBody, { min: 0, max: 20 }, { description: 'Reminder policies.', optional: true })
  readonly policies?: PolicyBody[];

  @IdField({ description: 'Your id of this request.', example: 'config-1', optional: true, max: 200 })
  readonly requestId?: string;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isRisingDays(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length >= 1 && value.length <= 12 &&
    value.every((day, index) => Number.isSafeInteger(day) && day >= 1 && day <= 3650 && (index === 0 || day > value[index - 1]))
  );
}
