import { ParagraphsField, PartField, WholeField } from '../validation/fields';
import { AccountIdField, InvoiceIdField, RequestIdField } from '../validation/shared-fields';

export class SatisfactionWordsBody {
  @ParagraphsField({ description: 'What they said.', example: 'Quick and friendly.', optional: true, personal: true, max: 1000 })
  readonly comment?: string;
}

export class RecordSatisfactionBody {
  @RequestIdField()
  readonly requestId!: string;

  @AccountIdField()
  readonly accountId!: string;

  @InvoiceIdField({ description: 'Invoice: its id or document number.' })
  readonly invoiceId!: string;

  @WholeField(0, 10, { description: '0, not at all content, to 10, fully.', example: 9 })
  readonly score!: number;

  @PartField(() => SatisfactionWordsBody, { description: 'In their words.', optional: true })
  readonly personal?: SatisfactionWordsBody;
}
