import type { CloseSale } from '#ledger';
import { plainContent } from '../decisions/plain-content';
import type { Found } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';
import { recordedRateFact } from '../rates/rate-for';
import type { SaleContentBody } from '../sales/sale.dto';
import { documentFacts, type DocumentFacts } from '../sales/sale-facts';
import { saleLines } from '../sales/sale-lines';

export interface DraftedContent {
  readonly sale: CloseSale;
  readonly facts: DocumentFacts;
}

/** What is drafted, as the sale it would become, and what pricing it takes. */
export async function draftedContent(ledger: LedgerContext, draftId: string, body: SaleContentBody): Promise<Found<DraftedContent>> {
  const { entityId, customerId, payerCustomerId, billToCustomerId, aboutInvoiceId } = body;
  const found = await documentFacts(ledger, { entityId, customerId, payerCustomerId, billToCustomerId, aboutInvoiceId, kind: 'invoice', strict: false, ageMax: 0 });
  if (!found.ok) {
    return found;
  }
  const { entityFacts, today } = found.facts;
  const { lines, closedOn = today, ...content } = plainContent(body);
  const sale: CloseSale = {
    ...content,
    saleId: draftId,
    entityId: entityFacts.entityId,
    closedOn,
    lines: saleLines(lines),
    billing: 'later',
    inputHash: '',
    invoiceId: '',
    strict: false,
  };
  const rate = await recordedRateFact(ledger, entityFacts, { currency: sale.currency, rate: sale.rate, on: closedOn });
  return { ok: true, facts: { sale, facts: { ...found.facts, ...rate } } };
}
