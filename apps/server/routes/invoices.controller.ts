import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { found } from '../edge/found';
import { FindInvoice } from '../queries/document.queries';
import { InvoiceListQuery, split } from '../queries/list-filters.query';
import { ListThings, type ListPage } from '../queries/list.queries';
import { roleSets } from '../security/roles';
import { historyExample, invoiceRecordExample } from './examples';
import { QueryRouteDoc } from './route-docs';

@ApiTags('invoices')
@Controller('invoices')
export class InvoicesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRouteDoc({ summary: 'Invoices, ours and external ones, newest first.', roles: roleSets.reads, answer: { items: [invoiceRecordExample], next: null } })
  list(@Query(new CheckedPipe(InvoiceListQuery)) query: InvoiceListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    const { openOnly, ...rest } = filter;
    return this.queries.execute(new ListThings('listInvoices', { ...rest, openOnly: openOnly === 'true' }, page));
  }

  @Get(':idOrNumber')
  @ApiParam({ name: 'idOrNumber', type: String, example: 'INV-000001', description: 'Invoice id, or the number as printed.' })
  @QueryRouteDoc({
    summary: 'An invoice as issued, with its lines, what is open of it, and every event about it.',
    roles: roleSets.reads,
    answer: { ...invoiceRecordExample, document: { lines: [], totals: {} }, history: historyExample },
  })
  async find(@Param('idOrNumber', new IdPipe('idOrNumber')) idOrNumber: string): Promise<object> {
    return found(await this.queries.execute(new FindInvoice(idOrNumber)), 'invoice', idOrNumber);
  }
}
