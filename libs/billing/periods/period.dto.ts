import { DayField, RuledField, TextField } from '../validation/fields';
import { EntityIdField, RequestIdField } from '../validation/shared-fields';

/** A calendar month. */
export function MonthField(description: string): PropertyDecorator {
  return RuledField(
    {
      name: 'month',
      code: 'FIELD.MONTH',
      rule: 'a calendar month YYYY-MM',
      remedy: 'Send a month such as "2010-12".',
      holds: (value) => typeof value === 'string' && /^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(value),
    },
    { description, example: '2010-12' },
    { pattern: '^[1-9]\\d{3}-(0[1-9]|1[0-2])$' },
  );
}

export class ClosePeriodBody {
  @RequestIdField()
  readonly requestId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @MonthField('Month to close, with all before it. It must have ended where the legal entity is.')
  readonly period!: string;

  @TextField({ description: 'Why.', example: 'month end', min: 1 })
  readonly reason!: string;
}

export class ReopenPeriodBody {
  @RequestIdField()
  readonly requestId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @MonthField('Closed month to open again; months before it stay closed.')
  readonly period!: string;

  @TextField({ description: 'Why.', example: 'late supplier credit', min: 1 })
  readonly reason!: string;
}

export class RevalueCurrencyBody {
  @RequestIdField()
  readonly requestId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @DayField({ description: 'Day the difference counts on, as a rule the last of a month; it is taken back on the next.', example: '2010-12-31' })
  readonly on!: string;
}
