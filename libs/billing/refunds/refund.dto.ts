import { AllocationSourceBody } from '../accounts/account.dto';
import { AmountField, DecimalField } from '../validation/amount-fields';
import { ChoiceField, DayField, IdField, PartField, TextField } from '../validation/fields';
import { AccountIdField } from '../validation/shared-fields';

/** Which refund. */
class RefundNameBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Refund; from the path.', example: 'REF-1', filledIn: true })
  readonly refundId!: string;
}

export class RequestRefundBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Your id of the refund.', example: 'REF-1' })
  readonly refundId!: string;

  @PartField(() => AllocationSourceBody, { description: 'Whose unapplied money goes back.' })
  readonly source!: AllocationSourceBody;

  @AmountField('positive', { description: 'Default: all that is unapplied.', example: '10.00', optional: true })
  readonly amount?: string;

  @DayField({ description: 'Default today in the entity’s time zone; from then on nothing else can use it.', example: '2010-12-22', optional: true })
  readonly requestedOn?: string;

  @TextField({ description: 'Why.', example: 'paid twice', min: 1 })
  readonly reason!: string;
}

export class RefundPaidBody extends RefundNameBody {
  @DayField({ description: 'Value date; default today in the entity’s time zone.', example: '2010-12-23', optional: true })
  readonly paidOn?: string;

  @DecimalField('positive', 4, {
    description: 'For another currency than the base currency: what left the bank in base currency; default what the money stands in the books with.',
    example: '11.73',
    optional: true,
  })
  readonly bankBaseAmount?: string;

  @TextField({ description: 'The bank’s reference.', example: 'BANK-2010-12-23-0009', optional: true, max: 200 })
  readonly bankReference?: string;

  @ChoiceField(['gateway'], { description: 'A payment gateway paid it out of what it holds; absent: the bank.', example: 'gateway', optional: true })
  readonly heldBy?: 'gateway';
}

export class RefundFailedBody extends RefundNameBody {
  @DayField({ description: 'Default today in the entity’s time zone.', example: '2010-12-23', optional: true })
  readonly failedOn?: string;

  @TextField({ description: 'Why.', example: 'account closed', min: 1 })
  readonly reason!: string;

  @ChoiceField(['gateway'], { description: 'The payment gateway that it was ordered at says so; absent: a person or the bank.', example: 'gateway', optional: true })
  readonly saidBy?: 'gateway';
}

export class RefundReturnedBody extends RefundNameBody {
  @DayField({ description: 'Value date; default today in the entity’s time zone.', example: '2010-12-28', optional: true })
  readonly returnedOn?: string;

  @TextField({ description: 'Why.', example: 'payee unknown', min: 1 })
  readonly reason!: string;
}
