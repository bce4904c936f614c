import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  RecordBounce, RecordBounceBody, ResolveDelivery, ResolveDeliveryBody, RunDeliveries, RunDeliveriesBody, SendDocument, SendDocumentBody, type BounceAnswer, type DeliveryAnswer,
  type DeliveryRunAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { found } from '../edge/found';
import { FindInvoice } from '../queries/document.queries';
import { ListThings, type ListPage } from '../queries/list.queries';
import { split } from '../queries/list-filters.query';
import { roleSets } from '../security/roles';
import { DeliveryListQuery, InvoiceDeliveriesQuery } from './deliveries.query';
import { deliveryExample, deliveryRecordExample, deliveryRunExample } from './deliveries.examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

@ApiTags('deliveries')
@Controller()
export class DeliveriesController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post('deliveries')
  @CommandRouteDoc({
    summary: 'Send a document to its customer by e-mail. Sent again, nothing goes out twice; to send once more, name the last delivery as repeats.',
    roles: roleSets.works,
    takes: SendDocumentBody,
    answer: deliveryExample,
  })
  send(@CurrentCall() call: Call): Promise<CommandReply<DeliveryAnswer>> {
    return this.desk.run(call, { given: SendDocumentBody, command: SendDocument });
  }

  @Post('delivery-runs')
  @CommandRouteDoc({
    summary: 'Send everything issued and not sent yet to customers who want e-mail. Run again, nothing goes out twice.',
    roles: roleSets.works,
    takes: RunDeliveriesBody,
    answer: deliveryRunExample,
  })
  run(@CurrentCall() call: Call): Promise<CommandReply<DeliveryRunAnswer>> {
    return this.desk.run(call, { given: RunDeliveriesBody, command: RunDeliveries });
  }

  @Post('deliveries/bounces')
  @CommandRouteDoc({
    summary: 'Record that a message came back: the notification as it was received (RFC 3464), or the delivery with its kind.',
    roles: roleSets.sends,
    takes: RecordBounceBody,
    answer: { ...deliveryExample, state: 'bounced', detail: '5.1.1 no such mailbox' },
    status: 200,
  })
  bounce(@CurrentCall() call: Call): Promise<CommandReply<BounceAnswer>> {
    return this.desk.run(call, { given: RecordBounceBody, command: RecordBounce });
  }

  @Post('deliveries/:deliveryId/resolution')
  @ApiParam({ name: 'deliveryId', type: String, example: deliveryExample.deliveryId })
  @CommandRouteDoc({
    summary: 'Say what became of a message whose outcome nobody knows.',
    roles: roleSets.works,
    takes: ResolveDeliveryBody,
    answer: deliveryExample,
    status: 200,
  })
  resolve(@CurrentCall() call: Call): Promise<CommandReply<DeliveryAnswer>> {
    return this.desk.run(call, { given: ResolveDeliveryBody, command: ResolveDelivery, path: { deliveryId: 'deliveryId' }, requestId: true });
  }

  @Get('deliveries')
  @QueryRouteDoc({ summary: 'Messages about documents and what became of them, newest first.', roles: roleSets.reports, answer: { items: [deliveryRecordExample], next: null } })
  list(@Query(new CheckedPipe(DeliveryListQuery)) query: DeliveryListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    return this.queries.execute(new ListThings('listDeliveries', filter, page));
  }

  @Get('invoices/:idOrNumber/deliveries')
  @ApiParam({ name: 'idOrNumber', type: String, example: 'INV-000001' })
  @QueryRouteDoc({ summary: 'Messages about one invoice, newest first.', roles: roleSets.reports, answer: { items: [deliveryRecordExample], next: null } })
  async ofInvoice(
    @Param('idOrNumber', new IdPipe('idOrNumber')) idOrNumber: string,
    @Query(new CheckedPipe(InvoiceDeliveriesQuery)) query: InvoiceDeliveriesQuery,
  ): Promise<ListPage> {
    const { invoiceId } = found(await this.queries.execute(new FindInvoice(idOrNumber)), 'invoice', idOrNumber);
    return this.queries.execute(new ListThings('listDeliveries', { documentId: invoiceId }, split(query).page));
  }
}
