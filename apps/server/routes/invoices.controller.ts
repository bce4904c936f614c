import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CancelInvoice, CancelInvoiceBody, CreditInvoice, CreditInvoiceBody, type ReturnAnswer } from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { found } from '../edge/found';
import { FindInvoice } from '../queries/document.queries';
import { InvoiceListQuery, split } from '../queries/list-filters.query';
import { ListThings, type ListPage } from '../queries/list.queries';
import { roleSets } from '../security/roles';
import { historyExample, invoiceRecordExample, returnExample } from './examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

const path = { invoiceId: 'idOrNumber' };

@ApiTags('invoices')
@Controller('invoices')
export class InvoicesController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post(':idOrNumber/cancellation')
  @ApiParam({ name: 'idOrNumber', type: String, example: 'INV-000001', description: 'Invoice id, or the number as printed.' })
  @CommandRouteDoc({
    summary: 'Cancel an invoice: a credit note over all that is left of it, applied to it at once.',
    roles: roleSets.works,
    takes: CancelInvoiceBody,
    answer: returnExample,
  })
  cancel(@CurrentCall() call: Call): Promise<CommandReply<ReturnAnswer>> {
    return this.desk.run(call, { given: CancelInvoiceBody, command: CancelInvoice, path, requestId: true });
  }

  @Post(':idOrNumber/credit-notes')
  @ApiParam({ name: 'idOrNumber', type: String, example: 'INV-000001', description: 'Invoice id, or the number as printed.' })
  @CommandRouteDoc({
    summary: 'Credit lines of an invoice, by quantity or by amount. Customer, currency and rate are the invoice’s.',
    roles: roleSets.works,
    takes: CreditInvoiceBody,
    answer: returnExample,
  })
  credit(@CurrentCall() call: Call): Promise<CommandReply<ReturnAnswer>> {
    return this.desk.run(call, { given: CreditInvoiceBody, command: CreditInvoice, path, requestId: true });
  }

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
