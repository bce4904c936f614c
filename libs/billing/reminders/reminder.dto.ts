import { CodeField, DayField } from '../validation/fields';
import { EntityIdField, RequestIdField } from '../validation/shared-fields';

export class RunRemindersBody {
  @RequestIdField()
  readonly requestId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @DayField({ description: 'Day to run for; default today in the entity’s time zone.', example: '2011-01-10', optional: true })
  readonly runDate?: string;

  @CodeField({ description: 'Policy; default the entity’s only one.', example: 'standard', optional: true })
  readonly policyId?: string;
}
