import { ChoiceField, DayField, IdField, RuledField, TextField, WholeField } from '../validation/fields';
import { EntityIdField, RequestIdField } from '../validation/shared-fields';

const deliveryId = (optional = false) =>
  IdField({ description: 'Delivery: one message about one document.', example: '5f0c0de0a1b2c3d4e5f60718293a4b5c', filledIn: true, ...(optional ? { optional: true as const } : {}) });

export class SendDocumentBody {
  @ChoiceField(['invoice', 'credit-note', 'receipt', 'statement'], { description: 'What is sent; a receipt is that of a payment, a statement that of an account.', example: 'invoice' })
  readonly kind!: 'invoice' | 'credit-note' | 'receipt' | 'statement';

  @IdField({ description: 'Id of the invoice, credit note or payment, or the number as printed; of a statement the debtor account.', example: 'INV-000001', max: 140 })
  readonly documentId!: string;

  @IdField({ description: 'The last delivery of this document, to send it once more by your decision.', example: '5f0c0de0a1b2c3d4e5f60718293a4b5c', optional: true })
  readonly repeats?: string;

  @DayField({ description: 'Of a statement: its first day; default the first of the year.', example: '2010-01-01', optional: true })
  readonly from?: string;

  @DayField({ description: 'Of a statement: its last day; default today.', example: '2010-12-31', optional: true })
  readonly asOf?: string;
}

export class RunDeliveriesBody {
  @EntityIdField()
  readonly entityId?: string;

  @DayField({ description: 'First issue date; default seven days before today. Of statements: their first day; default the first of the year.', example: '2010-12-01', optional: true })
  readonly from?: string;

  @DayField({
    description: 'Instead of issued documents: statements of account up to this day, to everybody who owes then and wants e-mail. from is their first day.', example: '2010-12-31',
    optional: true,
  })
  readonly statementsAsOf?: string;

  @WholeField(1, 1000, { description: 'Messages at most; default 500.', example: 500, optional: true })
  readonly limit?: number;
}

export class ResolveDeliveryBody {
  @deliveryId()
  readonly deliveryId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @ChoiceField(['sent', 'failed'], { description: 'What became of it. failed: it may be repeated.', example: 'sent' })
  readonly outcome!: 'sent' | 'failed';

  @TextField({ description: 'How you know.', example: 'in the log of the mail server', min: 1, max: 500 })
  readonly reason!: string;
}

const reportMax = 524_288;

export class RecordBounceBody {
  @RuledField(
    {
      name: 'mailMessage',
      code: 'FIELD.MAIL_MESSAGE',
      rule: `a message of 1 to ${reportMax} characters, as it was received`,
      remedy: 'Send the raw delivery status notification with its headers.',
      holds: (value) => typeof value === 'string' && value.length > 0 && value.length <= reportMax,
    },
    { description: 'The delivery status notification (RFC 3464), raw with its headers.', instead: 'deliveryId', personal: true },
    { maxLength: reportMax },
  )
  readonly message?: string;

  @IdField({ description: 'The delivery, or the reminder, that came back, where there is no notification.', example: '5f0c0de0a1b2c3d4e5f60718293a4b5c', optional: true })
  readonly deliveryId?: string;

  @ChoiceField(['hard', 'soft', 'complaint'], { description: 'hard: for good; soft: the mailbox was full, or the like. Without a notification.', example: 'hard', optional: true })
  readonly kind?: 'hard' | 'soft' | 'complaint';

  @TextField({ description: 'Why it came back. Without a notification.', example: 'no such mailbox', max: 500, optional: true })
  readonly reason?: string;
}

export class RecordDocumentOpenedBody {
  @deliveryId()
  readonly deliveryId!: string;
}
