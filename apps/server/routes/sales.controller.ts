import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { BillSale, BillSaleBody, CancelSale, CancelSaleBody, CloseSale, CloseSaleBody, type SaleAnswer } from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { found } from '../edge/found';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { FindSale } from '../queries/document.queries';
import { SaleListQuery, split } from '../queries/list-filters.query';
import { ListThings, type ListPage } from '../queries/list.queries';
import { roleSets } from '../security/roles';
import { historyExample, saleExample } from './examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

const path = { saleId: 'saleId' };
const saleRecord = {
  saleId: '536365',
  entityId: 'UK',
  customerId: '17850',
  accountId: 'UK~17850',
  closedOn: '2010-12-01',
  currency: 'GBP',
  state: 'billed',
  invoiceId: saleExample.invoiceId,
  sequence: 12,
};

@ApiTags('sales')
@Controller('sales')
export class SalesController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRouteDoc({ summary: 'Send a concluded sale; it is billed at once unless it waits.', roles: roleSets.sends, takes: CloseSaleBody, answer: saleExample })
  close(@CurrentCall() call: Call): Promise<CommandReply<SaleAnswer>> {
    return this.desk.run(call, { given: CloseSaleBody, command: CloseSale });
  }

  @Post(':saleId/billing')
  @ApiParam({ name: 'saleId', type: String, example: '536365' })
  @CommandRouteDoc({ summary: 'Bill a waiting sale.', roles: roleSets.works, takes: BillSaleBody, answer: saleExample, status: 200 })
  bill(@CurrentCall() call: Call): Promise<CommandReply<SaleAnswer>> {
    return this.desk.run(call, { given: BillSaleBody, command: BillSale, path, requestId: true });
  }

  @Post(':saleId/cancellation')
  @ApiParam({ name: 'saleId', type: String, example: '536365' })
  @CommandRouteDoc({
    summary: 'Call off a sale that is not billed; after billing it takes a return.',
    roles: roleSets.sends,
    takes: CancelSaleBody,
    answer: { saleId: '536365', accountId: 'UK~17850', state: 'cancelled', reason: 'ordered twice' },
    status: 200,
  })
  cancel(@CurrentCall() call: Call): Promise<CommandReply<SaleAnswer>> {
    return this.desk.run(call, { given: CancelSaleBody, command: CancelSale, path, requestId: true });
  }

  @Get()
  @QueryRouteDoc({ summary: 'Sales by state, newest first.', roles: roleSets.reads, answer: { items: [saleRecord], next: null } })
  list(@Query(new CheckedPipe(SaleListQuery)) query: SaleListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    return this.queries.execute(new ListThings('listSales', filter, page));
  }

  @Get(':saleId')
  @ApiParam({ name: 'saleId', type: String, example: '536365' })
  @QueryRouteDoc({ summary: 'A sale, how far it has come, and every event about it.', roles: roleSets.reads, answer: { ...saleRecord, history: historyExample } })
  async find(@Param('saleId', new IdPipe('saleId')) saleId: string): Promise<object> {
    return found(await this.queries.execute(new FindSale(saleId)), 'sale', saleId);
  }
}
