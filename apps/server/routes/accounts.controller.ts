import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { accountParts } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { AccountIdPipe, CheckedPipe } from '../edge/checked-pipe';
import { found } from '../edge/found';
import { setEtag } from '../edge/preconditions';
import { FindAccount, ListAccountItems, type AccountView } from '../queries/account.queries';
import { ItemListQuery } from '../queries/list-filters.query';
import { AskReport } from '../reports/ask-report.query';
import { statementExample } from '../reports/report.examples';
import { sendReport } from '../reports/report-reply';
import { StatementQuery } from '../reports/report.query';
import { from, question } from '../reports/reports.controller';
import { roleSets } from '../security/roles';
import { accountItemExample, accountViewExample } from './examples';
import { QueryRouteDoc } from './route-docs';

@ApiTags('accounts')
@ApiParam({ name: 'accountId', type: String, example: 'UK~17850' })
@Controller('accounts/:accountId')
export class AccountsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRouteDoc({ summary: 'A debtor account: whose it is and whether it is held.', roles: roleSets.reads, answer: accountViewExample })
  async find(@CurrentCall() { reply }: Call, @Param('accountId', AccountIdPipe) accountId: string): Promise<AccountView> {
    const view = found(await this.queries.execute(new FindAccount(accountId)), 'account', accountId);
    setEtag(reply, view.revision);
    return view;
  }

  @Get('items')
  @QueryRouteDoc({ summary: 'Its invoices, receipts and credits, with what is open of each.', roles: roleSets.reads, answer: { items: [accountItemExample] } })
  async items(
    @Param('accountId', AccountIdPipe) accountId: string,
    @Query(new CheckedPipe(ItemListQuery)) query: ItemListQuery,
  ): Promise<{ readonly items: readonly object[] }> {
    found(await this.queries.execute(new FindAccount(accountId)), 'account', accountId);
    return { items: await this.queries.execute(new ListAccountItems(accountId, query.openOnly === 'true')) };
  }

  @Get('statement')
  @QueryRouteDoc({ summary: 'Statement of account from opening to closing balance.', roles: roleSets.reports, answer: statementExample, csv: true })
  async statement(
    @CurrentCall() call: Call,
    @Param('accountId', AccountIdPipe) accountId: string,
    @Query(new CheckedPipe(StatementQuery)) query: StatementQuery,
  ): Promise<void> {
    found(await this.queries.execute(new FindAccount(accountId)), 'account', accountId);
    const asked = { ...question(query), ...accountParts(accountId), ...from(query) };
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'statement', question: asked })));
  }
}
