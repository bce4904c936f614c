import { AmountField } from '../validation/amount-fields';
import { ChoiceField, CurrencyField, DayField, FlagField, IdField, ListField, TextField } from '../validation/fields';
import { AccountIdField, RequestIdField } from '../validation/shared-fields';
import { InvoiceNameBody } from '../payments/payment.dto';

export class GivePromiseBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Your id of the promise.', example: 'P-1' })
  readonly promiseId!: string;

  @DayField({ description: 'Default today in the entity’s time zone.', example: '2011-01-12', optional: true })
  readonly givenOn?: string;

  @DayField({ description: 'Day it is to be paid by. Until it has passed nobody reminds of what the promise names.', example: '2011-01-20' })
  readonly promisedFor!: string;

  @CurrencyField({ description: 'Currency.' })
  readonly currency!: string;

  @AmountField('positive', { description: 'Default all that is open of what it names.', example: '100.00', optional: true })
  readonly amount?: string;

  @ListField(() => InvoiceNameBody, { min: 1, max: 1000 }, { description: 'What it is about; default everything open in the currency.', optional: true })
  readonly invoices?: InvoiceNameBody[];

  @IdField({ description: 'Contact in which it was given.', example: 'C-1', optional: true })
  readonly contactId?: string;
}

export class WithdrawPromiseBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Promise; from the path.', example: 'P-1', filledIn: true })
  readonly promiseId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @DayField({ description: 'Default today in the entity’s time zone.', example: '2011-01-13', optional: true })
  readonly withdrawnOn?: string;

  @TextField({ description: 'Why.', example: 'the customer called it off', min: 1 })
  readonly reason!: string;
}

export class LogContactBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Your id of the contact.', example: 'C-1' })
  readonly contactId!: string;

  @DayField({ description: 'Default today in the entity’s time zone.', example: '2011-01-12', optional: true })
  readonly contactedOn?: string;

  @ChoiceField(['phone', 'email', 'letter', 'visit', 'other'], { description: 'How.', example: 'phone' })
  readonly channel!: 'phone' | 'email' | 'letter' | 'visit' | 'other';

  @ChoiceField(['outgoing', 'incoming'], { description: 'Who began.', example: 'outgoing' })
  readonly direction!: 'outgoing' | 'incoming';

  @ChoiceField(['reached', 'not-reached', 'promised', 'disputed', 'refused', 'other'], { description: 'What came of it.', example: 'promised' })
  readonly outcome!: 'reached' | 'not-reached' | 'promised' | 'disputed' | 'refused' | 'other';

  @DayField({ description: 'When somebody is to come back to it; until then the account is not on the worklist.', example: '2011-01-21', optional: true })
  readonly followUpOn?: string;

  @ListField(() => InvoiceNameBody, { min: 1, max: 1000 }, { description: 'What it was about.', optional: true })
  readonly invoices?: InvoiceNameBody[];

  @TextField({ description: 'Who it was with.', example: 'Ada Sample, accounts payable', optional: true, personal: true, max: 200 })
  readonly person?: string;

  @TextField({ description: 'What was said.', example: 'will pay on the 20th', personal: true, min: 1 })
  readonly note!: string;
}

export class HandOverBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Your id of the hand-over.', example: 'H-1' })
  readonly handoverId!: string;

  @TextField({ description: 'Who collects.', example: 'Sample Collections Ltd', min: 1, max: 200 })
  readonly agency!: string;

  @DayField({ description: 'Default today in the entity’s time zone.', example: '2011-03-01', optional: true })
  readonly handedOverOn?: string;

  @CurrencyField({ description: 'Currency.' })
  readonly currency!: string;

  @ListField(() => InvoiceNameBody, { min: 1, max: 1000 }, { description: 'Default everything overdue in the currency that nothing speaks against.', optional: true })
  readonly invoices?: InvoiceNameBody[];

  @FlagField({ description: 'Also what is disputed, promised or being collected; the reason says why. Default false.', example: false, optional: true })
  readonly override?: boolean;

  @TextField({ description: 'Why.', example: 'no answer to the final notice', min: 1 })
  readonly reason!: string;
}

export class RecallFromCollectionsBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Hand-over; from the path.', example: 'H-1', filledIn: true })
  readonly handoverId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @DayField({ description: 'Default today in the entity’s time zone.', example: '2011-06-01', optional: true })
  readonly recalledOn?: string;

  @TextField({ description: 'Why.', example: 'paid by instalments to us now', min: 1 })
  readonly reason!: string;
}

export class RecordAgencyReceiptBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Hand-over; from the path.', example: 'H-1', filledIn: true })
  readonly handoverId!: string;

  @IdField({ description: 'The bank’s reference of what the agency paid: one line counts once.', example: 'BANK-2011-04-01-0007' })
  readonly paymentId!: string;

  @DayField({ description: 'Value date.', example: '2011-04-01' })
  readonly receivedOn!: string;

  @CurrencyField({ description: 'Currency.' })
  readonly currency!: string;

  @AmountField('positive', { description: 'What came in: the net amount.', example: '80.00' })
  readonly amount!: string;

  @AmountField('not-negative', { description: 'What the agency kept of what it collected.', example: '20.00' })
  readonly commission!: string;
}

export class ResolveReminderBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Letter; from the path.', example: 'UK~17850~standard~2011-01-10', filledIn: true, max: 200 })
  readonly reminderId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @ChoiceField(['sent', 'not-sent', 'repeat'], {
    description: 'sent: it had gone; not-sent: it had not, and a later run takes its steps; repeat: send it again now, by a letter of its own. The first two are for unconfirmed letters.',
    example: 'repeat',
  })
  readonly resolution!: 'sent' | 'not-sent' | 'repeat';

  @TextField({ description: 'Why.', example: 'address corrected', min: 1 })
  readonly reason!: string;
}
