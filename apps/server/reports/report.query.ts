import { ChoiceField, CodeField, DayField, IdField, RuledField } from '#billing';
import { FreshQuery } from '../queries/page.query';
import { QueryText } from '../queries/query-fields';

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** The moment whose knowledge is asked for. */
export const KnownAtField = (): PropertyDecorator =>
  RuledField(
    {
      name: 'knownAt',
      code: 'FIELD.KNOWN_AT',
      rule: 'a ledger sequence, or a time of ISO 8601 with its zone',
      remedy: 'Send for instance 4711 or 2011-01-31T23:59:59Z.',
      holds: (value) => typeof value === 'string' && (/^\d{1,15}$/.test(value) || (instant.test(value) && !Number.isNaN(Date.parse(value)))),
    },
    { description: 'As it was known then: a sequence, or a time. Default: all that is known. Asking again by sequence gives the same bytes for ever.', optional: true },
  );

/** What every report is asked with. */
export class ReportQuery extends FreshQuery {
  @CodeField({ description: 'Legal entity; default every one.', example: 'UK', optional: true })
  readonly entityId?: string;

  @DayField({ description: 'Includes the whole of that day.', example: '2010-12-31' })
  readonly asOf!: string;

  @KnownAtField()
  readonly knownAt?: string;

  @ChoiceField(['effective', 'posting'], { description: 'Which date counts; default effective.', example: 'effective', optional: true })
  readonly basis?: 'effective' | 'posting';
}

export class ReceivablesQuery extends ReportQuery {
  @IdField({ description: 'One customer.', example: '17850', optional: true })
  readonly customerId?: string;
}

export class AgingQuery extends ReceivablesQuery {
  @ChoiceField(['due-date', 'invoice-date'], { description: 'What the age is counted from; default due-date.', example: 'due-date', optional: true })
  readonly by?: 'due-date' | 'invoice-date';

  @ChoiceField(['true', 'false'], { description: 'true: one row for each customer without a parent, with everything below it.', example: 'false', optional: true })
  readonly rollUp?: 'true' | 'false';
}

export class RevenueQuery extends ReceivablesQuery {
  @DayField({ description: 'First day counted; default the beginning.', example: '2010-12-01', optional: true })
  readonly from?: string;

  @QueryText({ description: 'month, customer, product, contract, separated by commas; default month.', example: 'month,customer' })
  readonly groupBy?: string;

  @ChoiceField(['sales', 'fees', 'all'], { description: 'Fees and interest are no sales; default sales.', example: 'sales', optional: true })
  readonly income?: 'sales' | 'fees' | 'all';
}

export class ContractBalancesQuery extends ReceivablesQuery {
  @DayField({ description: 'First day of the movement columns; default the first day of the year of asOf.', example: '2010-12-01', optional: true })
  readonly from?: string;
}

export class RecurringRevenueQuery extends ReceivablesQuery {
  @DayField({ description: 'Its month is the first one; default January of the year of asOf.', example: '2010-12-01', optional: true })
  readonly from?: string;

  @QueryText({ description: 'customer, plan, separated by commas, beside the month; default neither.', example: 'customer,plan' })
  readonly groupBy?: string;
}

export class MeasuresQuery extends ReceivablesQuery {
  @DayField({ description: 'Its month is the first one; default January of the year of asOf.', example: '2010-12-01', optional: true })
  readonly from?: string;

  @QueryText({ description: 'customer: tells customers apart, beside the month.', example: 'customer' })
  readonly groupBy?: string;
}

export class ForecastQuery extends ReceivablesQuery {
  @RuledField(
    {
      name: 'months',
      code: 'FIELD.MONTHS',
      rule: 'a whole number from 1 to 12',
      remedy: 'Send for instance 3.',
      holds: (value) => typeof value === 'string' && /^([1-9]|1[0-2])$/.test(value),
    },
    { description: 'How many months ahead, 1 to 12; default 3.', optional: true },
  )
  readonly months?: string;
}

export class PricesQuery extends ReceivablesQuery {
  @DayField({ description: 'Its month is the first one; default January of the year of asOf.', example: '2010-12-01', optional: true })
  readonly from?: string;

  @QueryText({ description: 'month, customer, product, separated by commas; default product.', example: 'product' })
  readonly groupBy?: string;
}

export class TrialBalanceQuery extends ReportQuery {
  @DayField({ description: 'First day of the movement columns; default the first day of the year of asOf.', example: '2010-12-01', optional: true })
  readonly from?: string;
}

/** Whole legal entities: customers are not told apart. */
export class TieOutQuery extends ReportQuery {}

export class GeneralLedgerQuery extends TrialBalanceQuery {
  @CodeField({ description: 'One account of the chart; default every account.', example: '1200', optional: true })
  readonly accountCode?: string;
}

export class StatementQuery extends ReportQuery {
  @DayField({ description: 'First day of the movements; default the first day of the year of asOf.', example: '2010-12-01', optional: true })
  readonly from?: string;
}

/** The moment asked for, as the reports take it. */
export function knownAtOf(text: string | undefined): { readonly knownAt?: { readonly sequence: number } | { readonly time: number } } {
  if (text === undefined) {
    return {};
  }
  return { knownAt: /^\d+$/.test(text) ? { sequence: Number(text) } : { time: Date.parse(text) } };
}
