import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentCall, type Call } from '../edge/call';
import { AccountIdPipe, CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { FreshQuery } from '../queries/page.query';
import { knownAtOf } from '../reports/report.query';
import { roleSets } from '../security/roles';
import { InvoiceDocumentQuery, ReceiptDocumentQuery, StatementDocumentQuery } from './document.query';
import { MakeDocument, type DocumentAsked } from './make-document.query';
import { DocumentRouteDoc, sendDocument } from './send-document';

@ApiTags('documents')
@Controller()
export class DocumentsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('invoices/:idOrNumber/document')
  @ApiParam({ name: 'idOrNumber', type: String, example: 'INV-000001', description: 'Invoice id, or the number as printed.' })
  @DocumentRouteDoc({ summary: 'An invoice as it goes out: the same bytes every time.', roles: roleSets.reads, xml: true })
  invoice(@CurrentCall() call: Call, @Param('idOrNumber', new IdPipe('idOrNumber')) id: string, @Query(new CheckedPipe(InvoiceDocumentQuery)) query: InvoiceDocumentQuery): Promise<void> {
    return this.send(call, { kind: 'invoice', id, format: query.format ?? 'pdf' });
  }

  @Get('credit-notes/:idOrNumber/document')
  @ApiParam({ name: 'idOrNumber', type: String, example: 'CN-000001', description: 'Credit note id, or the number as printed.' })
  @DocumentRouteDoc({ summary: 'A credit note as it goes out: the same bytes every time.', roles: roleSets.reads, xml: true })
  creditNote(@CurrentCall() call: Call, @Param('idOrNumber', new IdPipe('idOrNumber')) id: string, @Query(new CheckedPipe(InvoiceDocumentQuery)) query: InvoiceDocumentQuery): Promise<void> {
    return this.send(call, { kind: 'credit-note', id, format: query.format ?? 'pdf' });
  }

  @Get('payments/:paymentId/receipt')
  @ApiParam({ name: 'paymentId', type: String, example: 'BANK-2010-12-20-0001' })
  @DocumentRouteDoc({ summary: 'A receipt of a payment, for one of the accounts it was identified for: the same bytes for the same knownAt.', roles: roleSets.reads })
  receipt(@CurrentCall() call: Call, @Param('paymentId', new IdPipe('paymentId')) id: string, @Query(new CheckedPipe(ReceiptDocumentQuery)) query: ReceiptDocumentQuery): Promise<void> {
    return this.send(call, { kind: 'receipt', id, ...(query.accountId === undefined ? {} : { accountId: query.accountId }), ...knownAtOf(query.knownAt) });
  }

  @Get('accounts/:accountId/statement/document')
  @ApiParam({ name: 'accountId', type: String, example: 'UK~17850' })
  @DocumentRouteDoc({ summary: 'A statement of account, for any days: the same bytes for the same knownAt.', roles: roleSets.reports })
  statement(@CurrentCall() call: Call, @Param('accountId', AccountIdPipe) id: string, @Query(new CheckedPipe(StatementDocumentQuery)) query: StatementDocumentQuery): Promise<void> {
    return this.send(call, { kind: 'statement', id, asOf: query.asOf, ...(query.from === undefined ? {} : { from: query.from }), ...knownAtOf(query.knownAt) });
  }

  @Get('reminders/:reminderId/document')
  @ApiParam({ name: 'reminderId', type: String, example: '6a1f' })
  @DocumentRouteDoc({ summary: 'A letter to a debtor, as it was claimed: the same bytes every time.', roles: roleSets.reports })
  reminder(@CurrentCall() call: Call, @Param('reminderId', new IdPipe('reminderId')) id: string, @Query(new CheckedPipe(FreshQuery)) _query: FreshQuery): Promise<void> {
    return this.send(call, { kind: 'reminder', id });
  }

  private async send(call: Call, asked: DocumentAsked): Promise<void> {
    sendDocument(call, await this.queries.execute(new MakeDocument(asked)));
  }
}
