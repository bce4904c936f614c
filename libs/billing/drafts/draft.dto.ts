import { SaleContentBody } from '../sales/sale.dto';
import { ChoiceField, DayField, IdField, PartField, TextField, WholeField } from '../validation/fields';
import { RequestIdField } from '../validation/shared-fields';

export class DraftInvoiceBody {
  @IdField({ description: 'Your id of the draft; the sale takes it when the draft is issued.', example: 'Q-1001' })
  readonly draftId!: string;

  @ChoiceField(['draft', 'pro-forma'], { description: 'A pro forma may be shown to the buyer; neither has a legal number. Default draft.', example: 'draft', optional: true })
  readonly kind?: 'draft' | 'pro-forma';

  @PartField(() => SaleContentBody, { description: 'What is to be sold, as of a sale.' })
  readonly sale!: SaleContentBody;
}

class OfDraftBody {
  @IdField({ description: 'Draft; from the path.', example: 'Q-1001', filledIn: true })
  readonly draftId!: string;

  @RequestIdField()
  readonly requestId!: string;
}

export class ChangeDraftBody extends OfDraftBody {
  @PartField(() => SaleContentBody, { description: 'The whole content as it stands from now on.' })
  readonly sale!: SaleContentBody;
}

export class ApproveDraftBody extends OfDraftBody {
  @WholeField(0, 1_000_000, { description: 'Revision of the content that was looked at; default: as it stands.', example: 0, optional: true })
  readonly contentRevision?: number;
}

export class IssueDraftBody extends OfDraftBody {
  @DayField({ description: 'Requested issue date; default today in the entity’s time zone. Not in the future.', optional: true })
  readonly issueDate?: string;
}

export class DiscardDraftBody extends OfDraftBody {
  @TextField({ description: 'Why.', example: 'not ordered after all', min: 1 })
  readonly reason!: string;
}
