import { DecimalField } from '../validation/amount-fields';
import { DayField, IdField, ListField, TextField } from '../validation/fields';
import { FlatListField } from '../validation/flat-list';

export class UsageRecordBody {
  @IdField({ description: 'Your id of this record; it counts once within the contract, for ever.', example: 'call-2010-12-03-000001' })
  readonly usageId!: string;

  @IdField({ description: 'Item of the contract.', example: 'platform' })
  readonly itemId!: string;

  @IdField({ description: 'Meter of a subscription, role of hourly work; none for retainers and prepaid units.', example: 'api-calls', optional: true })
  readonly meter?: string;

  @DecimalField('not-negative', 6, { description: 'Units used; hours for hourly work.', example: '120' })
  readonly quantity!: string;

  @DayField({ description: 'Day it was used, also when it comes late.', example: '2010-12-03' })
  readonly on!: string;

  @TextField({ description: 'What was done or used.', example: 'Imported the catalogue', optional: true, max: 200 })
  readonly text?: string;
}

const batchId = {
  description: 'Your id of the batch, unique within the contract; default made from its records. Sent again it gets its first answer.',
  example: 'usage-2010-12-03',
  optional: true,
} as const;

export class RecordUsageBody {
  @IdField({ description: 'Contract; from the path.', example: 'K-2010-001', filledIn: true })
  readonly contractId!: string;

  @IdField(batchId)
  readonly batchId?: string;

  @FlatListField(() => UsageRecordBody, { min: 1, max: 5000 }, { description: 'Records; one at fault refuses the batch.' })
  readonly records!: UsageRecordBody[];
}

export class UsageBatchBody {
  @IdField({ description: 'Contract.', example: 'K-2010-001' })
  readonly contractId!: string;

  @IdField(batchId)
  readonly batchId?: string;

  @FlatListField(() => UsageRecordBody, { min: 1, max: 5000 }, { description: 'Records; one at fault refuses its batch.' })
  readonly records!: UsageRecordBody[];
}

export class RecordUsageBatchesBody {
  @ListField(() => UsageBatchBody, { min: 1, max: 1000 }, { description: 'Batches, each of one contract; together at most 20,000 records.' })
  readonly batches!: UsageBatchBody[];
}
