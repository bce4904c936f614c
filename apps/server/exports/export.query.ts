import { ChoiceField, CodeField, DayField, RuledField } from '#billing';
import { isFrenchAccount, isSiren, plainTextFormats } from '#exports';
import { FreshQuery } from '../queries/page.query';
import { KnownAtField } from '../reports/report.query';

export const journalFormats = [...plainTextFormats, 'csv', 'xlsx'] as const;
export type JournalFormat = (typeof journalFormats)[number];

export class JournalExportQuery extends FreshQuery {
  @ChoiceField([...journalFormats], {
    description: 'Plain text for hledger, ledger or beancount; csv or xlsx: every line, safe for spreadsheets. Default hledger.',
    example: 'hledger',
    optional: true,
  })
  readonly format?: JournalFormat;

  @CodeField({ description: 'Legal entity; default every one.', example: 'UK', optional: true })
  readonly entityId?: string;

  @KnownAtField()
  readonly knownAt?: string;
}

export class YearExportQuery extends FreshQuery {
  @CodeField({ description: 'Legal entity.', example: 'UK' })
  readonly entityId!: string;

  @DayField({ description: 'First day of the book year.', example: '2010-01-01' })
  readonly from!: string;

  @DayField({ description: 'Last day of the book year.', example: '2010-12-31' })
  readonly to!: string;

  @KnownAtField()
  readonly knownAt?: string;
}

export class FecExportQuery extends YearExportQuery {
  @RuledField(
    {
      name: 'siren', code: 'FIELD.SIREN', rule: 'nine digits, the last of which checks the others', remedy: 'Send the SIREN of the company, or leave it out: it is taken from the VAT number FR….',
      holds: (value) => typeof value === 'string' && isSiren(value),
    },
    { description: 'SIREN of the company; default from its VAT number.', optional: true },
  )
  readonly siren?: string;

  @RuledField(
    {
      name: 'resultAccount', code: 'FIELD.FRENCH_ACCOUNT', rule: 'an account that begins with three digits', remedy: 'Send for instance 110000.',
      holds: (value) => typeof value === 'string' && value.length <= 20 && isFrenchAccount(value),
    },
    { description: 'Account that carries the results of former years forward; default 110000.', optional: true },
  )
  readonly resultAccount?: string;
}
