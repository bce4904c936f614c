import { DayField, IdField, WholeField } from '../validation/fields';
import { EntityIdField } from '../validation/shared-fields';
import { CustomerIdsField } from './customer-ids.field';

export class PlanBillingRunBody {
  @EntityIdField()
  readonly entityId?: string;

  @DayField({ description: 'Everything that falls due on or before this day is billed.', example: '2011-01-31' })
  readonly through!: string;

  @DayField({ description: 'Date of the invoices; default today in the entity’s time zone.', example: '2011-01-31', optional: true })
  readonly issueDate?: string;

  @CustomerIdsField()
  readonly customerIds?: readonly string[];

  @WholeField(1, 1000, { description: 'Invoices to list; the totals count all. Default 100.', example: 100, optional: true })
  readonly limit?: number;
}

export class RunBillingBody {
  @IdField({ description: 'Your id of this run. Sent again, the run carries on where it was, and nothing is billed twice.', example: 'billing-2011-01' })
  readonly runId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @DayField({ description: 'Everything that falls due on or before this day is billed.', example: '2011-01-31' })
  readonly through!: string;

  @DayField({ description: 'Date of the invoices; default today in the entity’s time zone.', example: '2011-01-31', optional: true })
  readonly issueDate?: string;

  @CustomerIdsField()
  readonly customerIds?: readonly string[];
}
