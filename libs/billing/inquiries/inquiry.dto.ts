import { ChoiceField, DayField, IdField, ParagraphsField, PartField, TextField } from '../validation/fields';
import { AccountIdField, InvoiceIdField, RequestIdField } from '../validation/shared-fields';

/** Who asks, in their words. */
export class InquiryWordsBody {
  @TextField({ description: 'Who asks.', example: 'Ada Sample', optional: true, personal: true, max: 200 })
  readonly name?: string;

  @TextField({ description: 'Where to answer.', example: 'ada@example.com', optional: true, personal: true, max: 254 })
  readonly email?: string;

  @ParagraphsField({ description: 'What they say.', example: 'Two pieces are missing.', personal: true, max: 4000 })
  readonly text!: string;
}

export class ReceiveInquiryBody {
  @IdField({ description: 'Your id of the inquiry.', example: 'Q-1' })
  readonly inquiryId!: string;

  @AccountIdField()
  readonly accountId!: string;

  @InvoiceIdField({ description: 'Invoice it is about: its id or document number.', optional: true })
  readonly invoiceId?: string;

  @ChoiceField(['question', 'dispute', 'complaint'], {
    description: 'A dispute is opened on the invoice: no reminders, last in automatic allocation.',
    example: 'question',
  })
  readonly kind!: 'question' | 'dispute' | 'complaint';

  @ChoiceField(['hosted-page', 'phone', 'email', 'letter', 'other'], { description: 'How it came in.', example: 'phone' })
  readonly via!: 'hosted-page' | 'phone' | 'email' | 'letter' | 'other';

  @DayField({ description: 'Default today in the entity’s time zone.', example: '2010-12-22', optional: true })
  readonly receivedOn?: string;

  @PartField(() => InquiryWordsBody, { description: 'Who asks, in their words.' })
  readonly personal!: InquiryWordsBody;
}

export class InquiryReplyBody {
  @ParagraphsField({ description: 'What they are told.', example: 'They were sent today.', personal: true, max: 4000 })
  readonly text!: string;
}

export class AnswerInquiryBody {
  @IdField({ description: 'Inquiry; from the path.', example: 'Q-1', filledIn: true })
  readonly inquiryId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @PartField(() => InquiryReplyBody, { description: 'The answer.' })
  readonly personal!: InquiryReplyBody;
}

export class CloseInquiryBody {
  @IdField({ description: 'Inquiry; from the path.', example: 'Q-1', filledIn: true })
  readonly inquiryId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @TextField({ description: 'How it ended.', example: 'credit note issued', min: 1 })
  readonly outcome!: string;
}
