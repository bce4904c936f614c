import { AmountField } from '../validation/amount-fields';
import { ChoiceField, CodeField, DayField, ListField, TextField, WholeField } from '../validation/fields';

export class PolicyStepBody {
  @CodeField({ description: 'Step id.', example: 'friendly' })
  readonly step!: string;

  @WholeField(-365, 3650, { description: 'Days after the due date; negative: before.', example: 7 })
  readonly offsetDays!: number;

  @ChoiceField(['outbox', 'email'], { description: 'Channel; default outbox: a file for a mailer or a person to take.', example: 'email', optional: true })
  readonly channel?: 'outbox' | 'email';

  @TextField({ description: 'Name of the letter.', example: 'friendly-reminder', min: 1, max: 200 })
  readonly template!: string;

  @AmountField('positive', { description: 'Fee, in base currency, billed by an invoice of its own once the letter is out; after the due date only.', example: '5.00', optional: true })
  readonly fee?: string;

  @ChoiceField(['reminder', 'notice', 'final-notice'], { description: 'Tone of the letter; default reminder. It never falls from step to step.', example: 'notice', optional: true })
  readonly level?: 'reminder' | 'notice' | 'final-notice';

  @ChoiceField(['hold', 'propose-hand-over'], { description: 'Hold the account once the letter is out, or ask a person whether an agency is to collect.', example: 'hold', optional: true })
  readonly action?: 'hold' | 'propose-hand-over';
}

export class PolicyBody {
  @CodeField({ description: 'Policy id.', example: 'standard' })
  readonly policyId!: string;

  @WholeField(1, 1_000_000, { description: 'Version; a changed policy takes the next one.', example: 1 })
  readonly version!: number;

  @DayField({ description: 'First day it applies.' })
  readonly effectiveFrom!: string;

  @ListField(() => PolicyStepBody, { min: 1, max: 20 }, { description: 'Steps before and after the due date.' })
  readonly steps!: PolicyStepBody[];

  @AmountField('not-negative', { description: 'Items open for less, in base currency, are not reminded.', example: '1.00' })
  readonly minimumAmount!: string;

  @WholeField(0, 365, { description: 'Days between two letters to one debtor at least; default none beyond one a day and currency.', example: 5, optional: true })
  readonly minimumGapDays?: number;
}
