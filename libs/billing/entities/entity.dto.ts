import { isSoundPicture } from '#documents';
import { accountRoles, requiredRoles, type AccountRole } from '#ledger';
import { PolicyBody } from './policy.dto';
import { BicField, IbanField, LanguageField } from '../validation/account-fields';
import { AmountField, PercentField } from '../validation/amount-fields';
import {
  ChoiceField, CodeField, CountryField, CurrencyField, FlagField, IdField, ListField, PartField, RuledField, TextField, WholeField,
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

export class ChartAccountBody {
  @ChoiceField(accountRoles, { description: 'Role in postings.', example: 'receivables' })
  readonly role!: AccountRole;

  @CodeField({ description: 'Account code.', example: '1200' })
  readonly code!: string;

  @TextField({ description: 'Account name.', example: 'Trade receivables', min: 1, max: 200 })
  readonly name!: string;
}

/** Proposes what a legal entity is; only differences from what is on record become facts. */
export class LateChargesBody {
  @AmountField('positive', { description: 'Fee of each charge, in base currency.', example: '40.00', optional: true })
  readonly fee?: string;

  @PercentField({ description: 'Yearly interest in percent, by day.', example: '8', optional: true })
  readonly interestPercent?: string;

  @WholeField(0, 365, { description: 'Days past due that cost nothing.', example: 5 })
  readonly graceDays!: number;
}

const limitedRoles = ['integrator', 'clerk', 'controller', 'admin'] as const;
const limitedActs = ['credit-note', 'refund', 'write-off', 'back-dating', 'bank-details', 'reopen-period', 'draft'] as const;

export class AuthorityLimitBody {
  @ChoiceField(limitedRoles, { description: 'Role of an API key.', example: 'clerk' })
  readonly role!: (typeof limitedRoles)[number];

  @ChoiceField(limitedActs, { description: 'What is limited.', example: 'credit-note' })
  readonly act!: (typeof limitedActs)[number];

  @AmountField('not-negative', { description: 'Largest amount alone, in base currency; absent: none.', example: '500.00', optional: true })
  readonly maximumAmount?: string;

  @WholeField(0, 36_500, { description: 'Back-dating: most days before today alone; absent: none.', example: 30, optional: true })
  readonly maximumDays?: number;
}

export class AuthorityBody {
  @WholeField(1, 1_000_000, { description: 'One more than the version on record; the first is 1.', example: 1 })
  readonly version!: number;

  @ListField(() => AuthorityLimitBody, { min: 0, max: 100 }, { description: 'Limits; an act that is not listed for a role is not limited.' })
  readonly limits!: AuthorityLimitBody[];
}

export class EntityBankAccountBody {
  @TextField({ description: 'Holder; default the entity’s name.', example: 'Sample Retail Ltd', optional: true, max: 200 })
  readonly accountHolder?: string;

  @IbanField({ description: 'IBAN, without spaces.', example: 'GB29NWBK60161331926819', optional: true })
  readonly iban?: string;

  @BicField({ description: 'BIC of the bank.', example: 'NWBKGB2L', optional: true })
  readonly bic?: string;

  @TextField({ description: 'Account number, where there is no IBAN.', example: '31926819', optional: true, max: 40 })
  readonly accountNumber?: string;

  @TextField({ description: 'Sort code or routing number.', example: '601613', optional: true, max: 40 })
  readonly bankCode?: string;

  @TextField({ description: 'Name of the bank, as printed.', example: 'Sample Bank', optional: true, max: 200 })
  readonly bankName?: string;
}

export class BrandingBody {
  @ChoiceField(['A4', 'Letter'], { description: 'Paper; default A4.', example: 'A4', optional: true })
  readonly paper?: 'A4' | 'Letter';

  @RuledField(
    {
      name: 'colour',
      code: 'FIELD.COLOUR',
      rule: 'a colour as #rrggbb in small letters',
      remedy: 'Send for instance "#1a4f8b".',
      holds: (value) => typeof value === 'string' && /^#[0-9a-f]{6}$/.test(value),
    },
    { description: 'Colour of lines and headings.', example: '#1a4f8b', optional: true },
  )
  readonly colour?: string;

  @RuledField(
    {
      name: 'logo',
      code: 'FIELD.LOGO',
      rule: 'a whole PNG (8 bits a channel, not interlaced) or JPEG of at most 100 kB and 4,000 pixels a side, base64',
      remedy: 'Save the picture again as a small PNG or JPEG, or leave it out.',
      holds: isPicture,
    },
    { description: 'Printed at the head; PNG or JPEG, base64.', optional: true },
  )
  readonly logo?: string;

  @TextField({ description: 'Printed at the foot of every page.', example: 'Registered in England and Wales', optional: true, max: 400 })
  readonly footer?: string;
}

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
    { min: requiredRoles.length, max: accountRoles.length },
    { description: `An account for each of ${requiredRoles.join(', ')}; other roles take built-in accounts. Absent: as on record, at first the built-in chart.`, optional: true },
  )
  readonly chart?: ChartAccountBody[];

  @ListField(() => PolicyBody, { min: 0, max: 20 }, { description: 'Reminder policies.', optional: true })
  readonly policies?: PolicyBody[];

  @FlagField({ description: 'Drafts need the approval of another person before they are issued; default no.', example: true, optional: true })
  readonly draftsNeedApproval?: boolean;

  @AmountField('not-negative', { description: 'Short payments up to this, in base currency, may be settled as a small difference; default none.', example: '1.00', optional: true })
  readonly tolerance?: string;

  @PartField(() => LateChargesBody, { description: 'Fee and yearly interest on overdue invoices; default none.', optional: true })
  readonly lateCharges?: LateChargesBody;

  @TextField({ description: 'Telephone, as printed.', example: '+44 20 7946 0000', optional: true, max: 60 })
  readonly phone?: string;

  @TextField({ description: 'Number in the company register, as printed.', example: 'Company no. 01234567', optional: true, max: 200 })
  readonly registration?: string;

  @PartField(() => EntityBankAccountBody, { description: 'Where customers pay to; printed, in payment codes and electronic invoices.', optional: true })
  readonly bankAccount?: EntityBankAccountBody;

  @TextField({ description: 'SEPA creditor identifier, for direct debits.', example: 'DE98ZZZ09999999999', optional: true, max: 35 })
  readonly creditorId?: string;

  @LanguageField({ description: 'Language of documents to customers who prefer none; default English.', example: 'en', optional: true })
  readonly language?: string;

  @WholeField(1, 100, { description: 'Years that documents are kept with whom they name: nobody they name is erased before; default not stated.', example: 8, optional: true })
  readonly retentionYears?: number;

  @PartField(() => BrandingBody, { description: 'How documents look.', optional: true })
  readonly branding?: BrandingBody;

  @PartField(() => AuthorityBody, { description: 'What each role may do without another person’s approval; absent: as on record, at first nothing is limited.', optional: true })
  readonly authority?: AuthorityBody;

  @IdField({ description: 'Your id of this request.', example: 'config-1', optional: true, max: 200 })
  readonly requestId?: string;
}

/** What is taken is printed: a picture that nobody can show would be left out without a word. */
function isPicture(value: unknown): boolean {
  const isBase64 = typeof value === 'string' && value.length <= 140_000 && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
  return isBase64 && isSoundPicture(Buffer.from(value, 'base64'));
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
