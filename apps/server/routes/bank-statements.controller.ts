import { Controller, Get, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  ImportBankStatement, ImportBankStatementBody, MatchBankLines, MatchBankLinesBody, ResolveBankLine, ResolveBankLineBody, type BankImportAnswer, type BankMatchingAnswer,
} from '#billing';
import type { LineAnswer } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { BankLineListQuery, split } from '../queries/list-filters.query';
import { ListThings, type ListPage } from '../queries/list.queries';
import { roleSets } from '../security/roles';
import { bankLineExample, importedExample, matchingExample, resolvedExample } from './bank-statement.examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

const path = { statementId: 'statementId', lineId: 'lineId' };

/** Bank statements and what becomes of their lines. Lines hold personal data. */
@ApiTags('bank statements')
@Controller('bank-statements')
export class BankStatementsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRouteDoc({
    summary: 'Take in a file of the bank: camt.053, camt.054, MT940, or CSV with a mapping; as JSON in base64, or XML and MT940 as they are. At most 16 MiB; the same file again changes nothing.',
    roles: roleSets.sends,
    takes: ImportBankStatementBody,
    answer: importedExample,
  })
  take(@CurrentCall() call: Call): Promise<CommandReply<BankImportAnswer>> {
    return this.desk.run(call, { given: ImportBankStatementBody, command: ImportBankStatement });
  }

  @Post('matching')
  @CommandRouteDoc({
    summary: 'Match every line that nothing was decided on yet with refunds, payouts and open items; what is not sure is parked.',
    roles: roleSets.works,
    takes: MatchBankLinesBody,
    answer: matchingExample,
    status: 200,
  })
  match(@CurrentCall() call: Call): Promise<CommandReply<BankMatchingAnswer>> {
    return this.desk.run(call, { given: MatchBankLinesBody, command: MatchBankLines });
  }

  @Get('lines')
  @QueryRouteDoc({ summary: 'Lines by state, bank account and discrepancy, newest first; parked ones with proposals.', roles: roleSets.reports, answer: { items: [bankLineExample], next: null } })
  lines(@Query(new CheckedPipe(BankLineListQuery)) query: BankLineListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    return this.queries.execute(new ListThings('listBankLines', filter, page));
  }

  @Post(':statementId/lines/:lineId/resolution')
  @ApiParam({ name: 'statementId', type: String, example: bankLineExample.statementId })
  @ApiParam({ name: 'lineId', type: String, example: bankLineExample.lineId })
  @CommandRouteDoc({
    summary: 'Say what a line is: a payment of these items, a reversal, a refund, a fee, a payout, or no concern.',
    roles: roleSets.works,
    takes: ResolveBankLineBody,
    answer: resolvedExample,
    status: 200,
  })
  resolve(@CurrentCall() call: Call): Promise<CommandReply<LineAnswer>> {
    return this.desk.run(call, { given: ResolveBankLineBody, command: ResolveBankLine, path });
  }
}
