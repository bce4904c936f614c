import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { IssueCreditNoteBody, ReceiveReturn, ReceiveReturnBody, type ReturnAnswer } from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { found } from '../edge/found';
import { FindCreditNote } from '../queries/document.queries';
import { DocumentListQuery, split } from '../queries/list-filters.query';
import { ListThings, type ListPage } from '../queries/list.queries';
import { roleSets } from '../security/roles';
import { creditNoteRecordExample, historyExample, returnExample } from './examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

@ApiTags('credit notes')
@Controller('credit-notes')
export class CreditNotesController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRouteDoc({
    summary: 'A clerk’s credit note: a return whose source id is the request id.',
    roles: roleSets.works,
    takes: IssueCreditNoteBody,
    answer: returnExample,
  })
  issue(@CurrentCall() call: Call): Promise<CommandReply<ReturnAnswer>> {
    return this.desk.run(call, { given: IssueCreditNoteBody, command: ReceiveReturn, requestId: true, toBody: returnOf });
  }

  @Get()
  @QueryRouteDoc({ summary: 'Credit notes, newest first.', roles: roleSets.reads, answer: { items: [creditNoteRecordExample], next: null } })
  list(@Query(new CheckedPipe(DocumentListQuery)) query: DocumentListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    return this.queries.execute(new ListThings('listCreditNotes', filter, page));
  }

  @Get(':idOrNumber')
  @ApiParam({ name: 'idOrNumber', type: String, example: 'CN-000001', description: 'Credit note id, or the number as printed.' })
  @QueryRouteDoc({
    summary: 'A credit note as issued, what is left of it, and every event about it.',
    roles: roleSets.reads,
    answer: { ...creditNoteRecordExample, document: { lines: [], totals: {} }, history: historyExample },
  })
  async find(@Param('idOrNumber', new IdPipe('idOrNumber')) idOrNumber: string): Promise<object> {
    return found(await this.queries.execute(new FindCreditNote(idOrNumber)), 'credit note', idOrNumber);
  }
}

function returnOf({ requestId, ...credited }: IssueCreditNoteBody): ReceiveReturnBody {
  return Object.assign(new ReceiveReturnBody(), credited, { returnId: requestId });
}
