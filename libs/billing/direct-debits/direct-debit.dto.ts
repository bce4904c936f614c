import { BicField, IbanField } from '../validation/account-fields';
import { ChoiceField, DayField, FlagField, IdField, PartField, RuledField, TextField, WholeField, type FieldOptions } from '../validation/fields';
import { EntityIdField, RequestIdField } from '../validation/shared-fields';
import { directDebitPlace, isBatchId, isSepaId } from '#ledger';

function MandateIdField(options: Partial<FieldOptions> = {}): PropertyDecorator {
  return RuledField(
    {
      name: 'mandateId',
      code: 'FIELD.MANDATE_ID',
      rule: '1 to 35 letters, digits and + ? : ( ) . , - that banks take',
      remedy: 'Send for instance "M-17850-1".',
      holds: (value) => typeof value === 'string' && isSepaId(value),
    },
    { description: 'Mandate reference, as the customer signed it.', example: 'M-17850-1', ...options },
    { minLength: 1, maxLength: 35 },
  );
}

function BatchIdField(options: Partial<FieldOptions> = {}): PropertyDecorator {
  return RuledField(
    {
      name: 'batchId',
      code: 'FIELD.BATCH_ID',
      rule: '1 to 24 letters, digits and hyphens',
      remedy: 'Send for instance "DD-2026-03-10".',
      holds: (value) => typeof value === 'string' && isBatchId(value),
    },
    { description: 'Batch of direct debits; it becomes the message id of the file.', example: 'DD-2026-03-10', ...options },
    { minLength: 1, maxLength: 24 },
  );
}

function DirectDebitIdField(options: Partial<FieldOptions> = {}): PropertyDecorator {
  return RuledField(
    {
      name: 'directDebitId',
      code: 'FIELD.DIRECT_DEBIT_ID',
      rule: 'the id of a batch, a point and a place',
      remedy: 'Send the end-to-end id of the bank’s entry, such as "DD-2026-03-10.1".',
      holds: (value) => typeof value === 'string' && directDebitPlace(value) !== undefined,
    },
    { description: 'End-to-end id of the debit; from the path.', example: 'DD-2026-03-10.1', filledIn: true, ...options },
    { minLength: 3, maxLength: 35 },
  );
}

/** Kept apart, as everything that says who a person is. */
export class MandateAccountBody {
  @TextField({ description: 'Holder of the account.', example: 'Ada Sample', personal: true, min: 1, max: 70 })
  readonly accountHolder!: string;

  @IbanField({ description: 'IBAN the debits are drawn from, without spaces.', example: 'DE89370400440532013000', personal: true })
  readonly iban!: string;

  @BicField({ description: 'BIC of that bank; banks of the euro area need none.', example: 'COBADEFFXXX', optional: true, personal: true })
  readonly bic?: string;
}

export class GiveMandateBody {
  @IdField({ description: 'Customer; from the path.', example: '17850', filledIn: true })
  readonly customerId!: string;

  @MandateIdField()
  readonly mandateId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @ChoiceField(['core', 'b2b'], { description: 'Scheme; default core. b2b: between companies, without a right to a refund.', example: 'core', optional: true })
  readonly scheme?: 'core' | 'b2b';

  @DayField({ description: 'Day it was signed.', example: '2026-02-02' })
  readonly signedOn!: string;

  @FlagField({ description: 'It lets us collect once; default no.', example: false, optional: true })
  readonly oneOff?: boolean;

  @PartField(() => MandateAccountBody, { description: 'Account the debits are drawn from.' })
  readonly personal!: MandateAccountBody;
}

export class RevokeMandateBody {
  @IdField({ description: 'Customer; from the path.', example: '17850', filledIn: true })
  readonly customerId!: string;

  @MandateIdField({ description: 'Mandate; from the path.', filledIn: true })
  readonly mandateId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @DayField({ description: 'Day it was revoked.', example: '2026-05-04' })
  readonly revokedOn!: string;

  @TextField({ description: 'Why.', example: 'pays by transfer from now on', min: 1 })
  readonly reason!: string;
}

export class PlanDirectDebitsBody {
  @BatchIdField()
  readonly batchId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @DayField({ description: 'Day the banks are to collect on: after today, and one on which banks settle.', example: '2026-03-10' })
  readonly collectionDate!: string;

  @ChoiceField(['core', 'b2b'], { description: 'Scheme of the mandates; default core.', example: 'core', optional: true })
  readonly scheme?: 'core' | 'b2b';

  @WholeField(0, 60, { description: 'Days a debtor has known of a document before it is collected; default 14.', example: 14, optional: true })
  readonly noticeDays?: number;
}

export class CancelDirectDebitBody {
  @DirectDebitIdField()
  readonly directDebitId!: string;

  @TextField({ description: 'Why it is not sent to the bank.', example: 'paid by card meanwhile', min: 1 })
  readonly reason!: string;
}

export class DirectDebitCollectedBody {
  @DirectDebitIdField()
  readonly directDebitId!: string;

  @DayField({ description: 'Day the bank booked it.', example: '2026-03-10' })
  readonly collectedOn!: string;

  @IdField({ description: 'Payment that was entered for it: a return takes it back.', example: 'BANK-2026-03-10-0001', optional: true })
  readonly paymentId?: string;
}

export class DirectDebitReturnedBody {
  @DirectDebitIdField()
  readonly directDebitId!: string;

  @DayField({ description: 'Value date of the return.', example: '2026-03-12' })
  readonly returnedOn!: string;

  @RuledField(
    {
      name: 'reasonCode',
      code: 'FIELD.RETURN_REASON',
      rule: '1 to 4 capitals and digits, as ISO 20022 has them',
      remedy: 'Send for instance "AC04".',
      holds: (value) => typeof value === 'string' && /^[A-Z0-9]{1,4}$/.test(value),
    },
    { description: 'Reason of the debtor’s bank.', example: 'AM04', optional: true },
  )
  readonly reasonCode?: string;

  @TextField({ description: 'What the bank wrote; default the meaning of the code.', example: 'insufficient funds', optional: true, min: 1 })
  readonly reason?: string;

  @IdField({ description: 'The bank’s reference of the return; default made of the debit’s id.', example: 'BANK-2026-03-12-0004', optional: true })
  readonly reversalId?: string;
}

/** Names a batch, to look at it. */
export class DirectDebitBatchBody {
  @BatchIdField({ description: 'Batch; from the path.', filledIn: true })
  readonly batchId!: string;
}
