import { AccountIdField, DayField, EntityIdField, RuledField } from '#billing';
import { FreshQuery } from './page.query';
import { QueryNumber } from './query-fields';

export class WorklistQuery extends FreshQuery {
  @EntityIdField()
  readonly entityId?: string;

  @DayField({ description: 'The day somebody calls; what was said and paid by its end counts.', example: '2011-01-11' })
  readonly asOf!: string;

  @RuledField(
    {
      name: 'amount',
      code: 'FIELD.AMOUNT',
      rule: 'an amount as text: digits, and at most four decimals',
      remedy: 'Send text such as "1000.00".',
      holds: (value) => typeof value === 'string' && /^\d{1,13}(\.\d{1,4})?$/.test(value),
    },
    { description: 'Overdue for so much or more, in base currency, is large; default 1000.', example: '1000.00', optional: true },
  )
  readonly largeFrom?: string;

  @QueryNumber(1, 1000, { description: 'Most accounts; default 100.', example: 100 })
  readonly limit?: number;
}

export class DossierQuery extends FreshQuery {
  @AccountIdField({ description: 'Needed where several accounts have a hand-over of that id.', optional: true })
  readonly accountId?: string;
}

export class CollectionQuery extends FreshQuery {
  @DayField({ description: 'The day promises are judged by.', example: '2011-01-11' })
  readonly asOf!: string;
}
