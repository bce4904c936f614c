import { DayField, IdField, TextField } from '../validation/fields';
import { RequestIdField } from '../validation/shared-fields';

export class EraseCustomerBody {
  @IdField({ description: 'Customer; from the path.', example: '17850', filledIn: true })
  readonly customerId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @TextField({ description: 'Why, without naming the person.', example: 'Asked for by the person on 2026-11-02', min: 1 })
  readonly reason!: string;
}

export class PlaceRetentionHoldBody {
  @IdField({ description: 'Customer; from the path.', example: '17850', filledIn: true })
  readonly customerId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @IdField({ description: 'Your id of the hold.', example: 'audit-2026', max: 200 })
  readonly holdId!: string;

  @DayField({ description: 'Last day of the hold; absent: until it is lifted.', example: '2027-12-31', optional: true })
  readonly until?: string;

  @TextField({ description: 'Why, without naming the person.', example: 'Tax audit of 2025', min: 1 })
  readonly reason!: string;
}

export class LiftRetentionHoldBody {
  @IdField({ description: 'Customer; from the path.', example: '17850', filledIn: true })
  readonly customerId!: string;

  @IdField({ description: 'The hold; from the path.', example: 'audit-2026', filledIn: true, max: 200 })
  readonly holdId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @TextField({ description: 'Why.', example: 'The audit is closed', min: 1 })
  readonly reason!: string;
}
