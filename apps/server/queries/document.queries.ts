import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { streamName } from '#ledger';
import type { PublicEvent } from '#integration';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { EventReader } from './event-reader';

type Lookups = LedgerAccess['lookups'];
type Found<Name extends 'findInvoice' | 'findCreditNote' | 'findPayment' | 'findSale' | 'findReturn' | 'findApproval'> = NonNullable<Awaited<ReturnType<Lookups[Name]>>>;

/** What a numbered document is by now, the document itself as it was issued, and every event about it. */
export type DocumentView<Record> = Record & { readonly document: unknown; readonly history: readonly PublicEvent[] };
/** What a thing is by now, and every event about it. */
export type TracedView<Record> = Record & { readonly history: readonly PublicEvent[] };

export class FindInvoice extends Query<DocumentView<Found<'findInvoice'>> | null> {
  constructor(readonly idOrNumber: string) {
    super();
  }
}

@QueryHandler(FindInvoice)
export class FindInvoiceHandler implements IQueryHandler<FindInvoice> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess, private readonly events: EventReader) {}

  async execute({ idOrNumber }: FindInvoice): Promise<DocumentView<Found<'findInvoice'>> | null> {
    const record = await this.ledger.lookups.findInvoice(idOrNumber);
    if (record === undefined) {
      return null;
    }
    const issued = await this.events.at(record.stream, record.revision, record.sequence);
    return { ...record, document: issued.data, history: await this.events.history({ invoiceId: record.invoiceId }) };
  }
}

export class FindCreditNote extends Query<DocumentView<Found<'findCreditNote'>> | null> {
  constructor(readonly idOrNumber: string) {
    super();
  }
}

@QueryHandler(FindCreditNote)
export class FindCreditNoteHandler implements IQueryHandler<FindCreditNote> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess, private readonly events: EventReader) {}

  async execute({ idOrNumber }: FindCreditNote): Promise<DocumentView<Found<'findCreditNote'>> | null> {
    const record = await this.ledger.lookups.findCreditNote(idOrNumber);
    if (record === undefined) {
      return null;
    }
    const issued = await this.events.at(record.stream, record.revision, record.sequence);
    return { ...record, document: issued.data, history: await this.events.history({ creditNoteId: record.creditNoteId }) };
  }
}

export class FindPayment extends Query<TracedView<Found<'findPayment'>> | null> {
  constructor(readonly paymentId: string) {
    super();
  }
}

@QueryHandler(FindPayment)
export class FindPaymentHandler implements IQueryHandler<FindPayment> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess, private readonly events: EventReader) {}

  async execute({ paymentId }: FindPayment): Promise<TracedView<Found<'findPayment'>> | null> {
    const record = await this.ledger.lookups.findPayment(paymentId);
    return record === undefined ? null : { ...record, history: await this.events.history({ paymentId }) };
  }
}

export class FindSale extends Query<TracedView<Found<'findSale'>> | null> {
  constructor(readonly saleId: string) {
    super();
  }
}

@QueryHandler(FindSale)
export class FindSaleHandler implements IQueryHandler<FindSale> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess, private readonly events: EventReader) {}

  async execute({ saleId }: FindSale): Promise<TracedView<Found<'findSale'>> | null> {
    const record = await this.ledger.lookups.findSale(saleId);
    return record === undefined ? null : { ...record, history: await this.events.history({ saleId }) };
  }
}

export class FindReturn extends Query<TracedView<Found<'findReturn'>> | null> {
  constructor(readonly returnId: string) {
    super();
  }
}

@QueryHandler(FindReturn)
export class FindReturnHandler implements IQueryHandler<FindReturn> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess, private readonly events: EventReader) {}

  async execute({ returnId }: FindReturn): Promise<TracedView<Found<'findReturn'>> | null> {
    const record = await this.ledger.lookups.findReturn(returnId);
    return record === undefined ? null : { ...record, history: await this.events.history({ returnId }) };
  }
}

export class FindApproval extends Query<TracedView<Found<'findApproval'>> | null> {
  constructor(readonly approvalId: string) {
    super();
  }
}

@QueryHandler(FindApproval)
export class FindApprovalHandler implements IQueryHandler<FindApproval> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess, private readonly events: EventReader) {}

  async execute({ approvalId }: FindApproval): Promise<TracedView<Found<'findApproval'>> | null> {
    const record = await this.ledger.lookups.findApproval(approvalId);
    return record === undefined ? null : { ...record, history: await this.events.history({ stream: streamName('approval', approvalId) }) };
  }
}
