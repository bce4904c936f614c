import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import {
  customerFold, draftAnswer, draftFold, entityConfiguration, entityFold, priceSale, type DraftAnswer, type PricedDocument, type SaleFacts,
} from '#ledger';
import { StreamReader } from './stream-reader';

/** A draft as it stands, and what it would come to by the rules of the moment. Without figures when it can no longer be priced. */
export interface DraftView extends DraftAnswer {
  readonly revision: number;
  readonly sale: SaleFacts;
  readonly draftedBy: string;
  readonly editedBy: string;
  readonly approvedBy?: string;
  readonly invoiceSaleId?: string;
  readonly figures?: Pick<PricedDocument, 'lines' | 'taxSummary' | 'totals'>;
}

export class FindDraft extends Query<DraftView | null> {
  constructor(readonly draftId: string) {
    super();
  }
}

@QueryHandler(FindDraft)
export class FindDraftHandler implements IQueryHandler<FindDraft> {
  constructor(private readonly streams: StreamReader) {}

  async execute({ draftId }: FindDraft): Promise<DraftView | null> {
    const folded = await this.streams.fold('draft', draftId, draftFold);
    if (folded === null || folded.state.content === null) {
      return null;
    }
    const { content, approval, issued } = folded.state;
    const figures = await this.figures(content.sale);
    return {
      ...draftAnswer(folded.state),
      revision: folded.revision,
      sale: content.sale,
      draftedBy: content.draftedBy,
      editedBy: content.editedBy,
      ...(approval?.revision === content.contentRevision ? { approvedBy: approval.approvedBy } : {}),
      ...(issued === null ? {} : { invoiceSaleId: issued.saleId }),
      ...(figures === undefined ? {} : { figures }),
    };
  }

  private async figures(sale: SaleFacts): Promise<DraftView['figures']> {
    const entity = await this.streams.fold('entity', sale.entityId, entityFold);
    const customer = await this.streams.fold('customer', sale.customerId, customerFold);
    if (entity === null || customer === null) {
      return undefined;
    }
    // Figures in the document's currency need no rate: any will do where the draft leaves it to the day of issue.
    const foreign = sale.currency !== entityConfiguration(entity.state)?.baseCurrency;
    const facts = { entity: entity.state, customer: customer.state, today: sale.closedOn, lastIssueDate: () => undefined, ...(foreign ? { recordedRate: '1' } : {}) };
    const priced = priceSale(sale, facts);
    return priced.ok ? { lines: priced.value.lines, taxSummary: priced.value.taxSummary, totals: priced.value.totals } : undefined;
  }
}
