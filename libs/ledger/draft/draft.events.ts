import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { SaleClosed } from '../sale/sale.events';
import { Amount, Closed, Day, Id, OneOf, Text } from '../wire';

/** An invoice in the making, or a pro forma. It has no legal number, posts nothing and may be changed or discarded. */
export const InvoiceDrafted = defineEvent(
  'InvoiceDrafted',
  Closed({
    draftId: Id,
    kind: OneOf('draft', 'pro-forma'),
    /** What is to be sold; the sale takes the draft's id when it is issued. */
    sale: SaleClosed.schema,
    gross: Amount,
    /** Who may not approve it. */
    draftedBy: Text,
  }),
);
export type InvoiceDrafted = EventOf<typeof InvoiceDrafted>;

export const DraftChanged = defineEvent('DraftChanged', Closed({ draftId: Id, requestId: Id, sale: SaleClosed.schema, gross: Amount, changedBy: Text }));
export type DraftChanged = EventOf<typeof DraftChanged>;

/** Approves the draft as it stood at `revision`; a change after it needs a new approval. Never by its author or last editor. */
export const DraftApproved = defineEvent('DraftApproved', Closed({ draftId: Id, revision: Type.Integer({ minimum: 0 }), approvedBy: Text }));
export type DraftApproved = EventOf<typeof DraftApproved>;

/** From here the sale of the draft's id is closed and billed; the draft changes no more. */
export const DraftIssued = defineEvent('DraftIssued', Closed({ draftId: Id, saleId: Id, requestId: Id, requestedIssueDate: Day }));
export type DraftIssued = EventOf<typeof DraftIssued>;

export const DraftDiscarded = defineEvent('DraftDiscarded', Closed({ draftId: Id, requestId: Id, reason: Text }));
export type DraftDiscarded = EventOf<typeof DraftDiscarded>;

export const draftEvents = [InvoiceDrafted, DraftChanged, DraftApproved, DraftIssued, DraftDiscarded] as const;
export type DraftEvent = InvoiceDrafted | DraftChanged | DraftApproved | DraftIssued | DraftDiscarded;
