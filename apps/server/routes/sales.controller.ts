import { Controller, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { BillSale, BillSaleBody, CancelSale, CancelSaleBody, CloseSale, CloseSaleBody, type SaleAnswer } from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { saleExample } from './examples';
import { CommandRouteDoc } from './route-docs';

const path = { saleId: 'saleId' };

@ApiTags('sales')
@Controller('sales')
export class SalesController {
  constructor(private readonly desk: CommandDesk) {}

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
}
