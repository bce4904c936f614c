import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RecordExternalInvoice, RecordExternalInvoiceBody, type ExternalInvoiceAnswer } from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { externalInvoiceExample } from './examples';
import { CommandRouteDoc } from './route-docs';

@ApiTags('invoices')
@Controller('external-invoices')
export class ExternalInvoicesController {
  constructor(private readonly desk: CommandDesk) {}

  @Post()
  @CommandRouteDoc({
    summary: 'Record an invoice issued elsewhere, under its own number.',
    roles: roleSets.sends,
    takes: RecordExternalInvoiceBody,
    answer: externalInvoiceExample,
  })
  record(@CurrentCall() call: Call): Promise<CommandReply<ExternalInvoiceAnswer>> {
    return this.desk.run(call, { given: RecordExternalInvoiceBody, command: RecordExternalInvoice });
  }
}
