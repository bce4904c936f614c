import { DecimalField } from '../validation/amount-fields';
import { ChoiceField, DayField, FlagField, IdField, ListField, PartField, TextField } from '../validation/fields';
import { AccountIdField, InvoiceIdField, RequestIdField } from '../validation/shared-fields';
import { PaidItemBody } from '../payments/payment.dto';
import { ShortByBody } from './correction.dto';

export class AllocationSourceBody {
  @ChoiceField(['receipt', 'credit'], { description: 'A receipt (payment id) or a credit (credit note id).', example: 'receipt' })
  readonly kind!: 'receipt' | 'credit';

  @IdField({ description: 'Payment id or credit note id.', example: 'BANK-2010-12-20-0001', max: 140 })
  readonly id!: string;
}

export class AllocatedItemBody extends PaidItemBody {
  @DecimalField('positive', 4, {
    description: 'For an item in another currency than the money: how much of it, in its own currency, is settled. Then amount must be sent too.',
    example: '20.00',
    optional: true,
  })
  readonly settles?: string;
}

export class AllocatePaymentBody {
  @AccountIdField()
  readonly accountId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @PartField(() => AllocationSourceBody, { description: 'Where the money comes from.' })
  readonly source!: AllocationSourceBody;

  @DayField({ description: 'Default today in the entity’s time zone; not before the item, the receipt or its identification.', example: '2010-12-21', optional: true })
  readonly allocatedOn?: string;

  @ListField(() => AllocatedItemBody, { min: 1, max: 1000 }, { description: 'Items to pay, in order.' })
  readonly items!: AllocatedItemBody[];

  @ListField(() => ShortByBody, { min: 1, max: 100 }, { description: 'What the money came short by, accepted with it on the same day.', optional: true })
  readonly deductions?: ShortByBody[];
}

export class ReverseAllocationBody {
  @IdField({ description: 'Allocation; from the path.', example: 'req-2010-12-21-1', filledIn: true, max: 200 })
  readonly allocationId!: string;

  @AccountIdField()
  readonly accountId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @DayField({ description: 'Default today in the entity’s time zone; not before the allocation.', example: '2010-12-22', optional: true })
  readonly reversedOn?: string;

  @ListField(() => PaidItemBody, { min: 1, max: 1000 }, { description: 'What to undo; default all that is left of it.', optional: true })
  readonly items?: PaidItemBody[];

  @TextField({ description: 'Why.', example: 'meant for another invoice', min: 1 })
  readonly reason!: string;
}

export class OpenDisputeBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @InvoiceIdField()
  readonly invoiceId!: string;

  @IdField({ description: 'Your id of the dispute.', example: 'D-1' })
  readonly disputeId!: string;

  @DayField({ description: 'Default today in the entity’s time zone.', example: '2010-12-22', optional: true })
  readonly openedOn?: string;

  @FlagField({ description: 'True: the source gave no date, and the one sent stands in for it. Default false.', example: false, optional: true })
  readonly dateAssumed?: boolean;

  @TextField({ description: 'What is disputed.', example: 'two pieces missing', min: 1 })
  readonly reason!: string;
}

export class ResolveDisputeBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Dispute; from the path.', example: 'D-1', filledIn: true })
  readonly disputeId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @DayField({ description: 'Default today in the entity’s time zone.', example: '2010-12-27', optional: true })
  readonly resolvedOn?: string;

  @TextField({ description: 'How it ended.', example: 'credit note issued', min: 1 })
  readonly outcome!: string;
}

export class HoldAccountBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @DayField({ description: 'Default today in the entity’s time zone.', example: '2010-12-22', optional: true })
  readonly heldOn?: string;

  @TextField({ description: 'Why.', example: 'credit limit under review', min: 1 })
  readonly reason!: string;
}

export class ReleaseAccountBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @DayField({ description: 'Default today in the entity’s time zone.', example: '2010-12-27', optional: true })
  readonly releasedOn?: string;

  @TextField({ description: 'Why.', example: 'review done', min: 1 })
  readonly reason!: string;
}
