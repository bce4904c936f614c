import { DecimalField } from '../validation/amount-fields';
import { CurrencyField, DayField, FlagField, ListField, TextField } from '../validation/fields';
import { EntityIdField } from '../validation/shared-fields';

export class RateBody {
  @CurrencyField({ description: 'Currency, not the base currency.', example: 'USD' })
  readonly currency!: string;

  @DayField({ description: 'It counts from this day on, until the next one on record.', example: '2010-12-01' })
  readonly on!: string;

  @DecimalField('positive', 12, { description: 'Base units per one unit of the currency.', example: '0.6428' })
  readonly rate!: string;
}

export class RecordRatesBody {
  @EntityIdField()
  readonly entityId?: string;

  @ListField(() => RateBody, { min: 1, max: 500 }, { description: 'Rates, all recorded or none.' })
  readonly rates!: RateBody[];

  @TextField({ description: 'Where they come from.', example: 'central bank', min: 1, max: 200 })
  readonly source!: string;

  @FlagField({ description: 'True: replaces another rate on record for the same day. What was billed before keeps its rate. Default false.', example: false, optional: true })
  readonly corrects?: boolean;
}
