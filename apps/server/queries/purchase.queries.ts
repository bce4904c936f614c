import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { customerContact, customerFold, type InvoiceIssued } from '#ledger';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { EventReader } from './event-reader';
import type { ListPage } from './list.queries';
import { StreamReader } from './stream-reader';

interface PageAsked {
  readonly limit?: number;
  readonly after?: number;
}

const pageDefault = 20;

/** A customer's invoices with their lines, newest first; null: there is no such customer. */
export class FindPurchases extends Query<ListPage | null> {
  constructor(
    readonly customerId: string,
    readonly page: PageAsked,
  ) {
    super();
  }
}

@QueryHandler(FindPurchases)
export class FindPurchasesHandler implements IQueryHandler<FindPurchases> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess, private readonly events: EventReader, private readonly streams: StreamReader) {}

  async execute({ customerId, page }: FindPurchases): Promise<ListPage | null> {
    const folded = await this.streams.fold('customer', customerId, customerFold);
    if (folded === null || customerContact(folded.state) === undefined) {
      return null;
    }
    const found = await this.ledger.lookups.listInvoices({ customerId, origin: 'register' }, { limit: pageDefault, ...page });
    const items: object[] = [];
    for (const { invoiceId, documentNumber, entityId, issueDate, currency, gross, stream, revision, sequence } of found.items) {
      const { lines } = (await this.events.at(stream, revision, sequence)).data as InvoiceIssued['data'];
      items.push({ invoiceId, documentNumber, entityId, issueDate, currency, gross, lines: lines.map(shown) });
    }
    return { items, next: found.next };
  }
}

const shown = ({ productCode, description, quantity, unitPrice, discountPercent, discountAmount, net }: InvoiceIssued['data']['lines'][number]): object => ({
  ...(productCode === undefined ? {} : { productCode }),
  description,
  quantity,
  unitPrice,
  ...(discountPercent === undefined ? {} : { discountPercent }),
  ...(discountAmount === undefined ? {} : { discountAmount }),
  net,
});
