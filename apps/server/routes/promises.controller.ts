import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  GivePromise, GivePromiseBody, HandOver, HandOverBody, LogContact, LogContactBody, RecallFromCollections, RecallFromCollectionsBody, RecordAgencyReceipt,
  RecordAgencyReceiptBody, ResolveReminder, ResolveReminderBody, WithdrawPromise, WithdrawPromiseBody, type AgencyReceiptAnswer, type ContactLoggedAnswer,
  type HandOverAnswer, type PromiseAnswer, type ReminderResolvedAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { AccountIdPipe, CheckedPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { found } from '../edge/found';
import { FindAccount } from '../queries/account.queries';
import { CollectionQuery } from '../queries/collection-filters.query';
import { FindCollection, type CollectionView } from '../queries/collection.queries';
import { roleSets } from '../security/roles';
import { agencyReceiptExample, collectionExample, contactExample, handOverExample, promiseExample, reminderResolvedExample } from './collection.examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

const path = { accountId: 'accountId' };

/** What a collector does on one debtor account. */
@ApiTags('collections')
@ApiParam({ name: 'accountId', type: String, example: 'UK~17850' })
@Controller('accounts/:accountId')
export class PromisesController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Get('collection')
  @QueryRouteDoc({ summary: 'What was said, promised and handed over, newest first.', roles: roleSets.reports, answer: collectionExample })
  async find(@Param('accountId', AccountIdPipe) accountId: string, @Query(new CheckedPipe(CollectionQuery)) { asOf }: CollectionQuery): Promise<CollectionView> {
    found(await this.queries.execute(new FindAccount(accountId)), 'account', accountId);
    return this.queries.execute(new FindCollection(accountId, asOf));
  }

  @Post('promises')
  @CommandRouteDoc({ summary: 'Record a promise to pay: until its day has passed nobody reminds of it.', roles: roleSets.works, takes: GivePromiseBody, answer: promiseExample, ifMatch: true })
  promise(@CurrentCall() call: Call): Promise<CommandReply<PromiseAnswer>> {
    return this.desk.run(call, { given: GivePromiseBody, command: GivePromise, path });
  }

  @Post('promises/:promiseId/withdrawal')
  @ApiParam({ name: 'promiseId', type: String, example: 'P-1' })
  @CommandRouteDoc({ summary: 'A promise does not hold any more.', roles: roleSets.works, takes: WithdrawPromiseBody, answer: { ...promiseExample, withdrawn: true }, status: 200, ifMatch: true })
  withdraw(@CurrentCall() call: Call): Promise<CommandReply<PromiseAnswer>> {
    return this.desk.run(call, { given: WithdrawPromiseBody, command: WithdrawPromise, path: { ...path, promiseId: 'promiseId' }, requestId: true });
  }

  @Post('contacts')
  @CommandRouteDoc({ summary: 'Log a contact with the debtor, or an attempt.', roles: roleSets.works, takes: LogContactBody, answer: contactExample })
  contact(@CurrentCall() call: Call): Promise<CommandReply<ContactLoggedAnswer>> {
    return this.desk.run(call, { given: LogContactBody, command: LogContact, path });
  }

  @Post('hand-overs')
  @CommandRouteDoc({ summary: 'Hand open items over to a collection agency; reminders stop.', roles: roleSets.works, takes: HandOverBody, answer: handOverExample, ifMatch: true })
  handOver(@CurrentCall() call: Call): Promise<CommandReply<HandOverAnswer>> {
    return this.desk.run(call, { given: HandOverBody, command: HandOver, path });
  }

  @Post('hand-overs/:handoverId/receipts')
  @ApiParam({ name: 'handoverId', type: String, example: 'H-1' })
  @CommandRouteDoc({ summary: 'Record what the agency paid out, and accept its commission with it.', roles: roleSets.works, takes: RecordAgencyReceiptBody, answer: agencyReceiptExample })
  receipt(@CurrentCall() call: Call): Promise<CommandReply<AgencyReceiptAnswer>> {
    return this.desk.run(call, { given: RecordAgencyReceiptBody, command: RecordAgencyReceipt, path: { ...path, handoverId: 'handoverId' } });
  }

  @Post('hand-overs/:handoverId/recall')
  @ApiParam({ name: 'handoverId', type: String, example: 'H-1' })
  @CommandRouteDoc({
    summary: 'Recall a hand-over; what is open is reminded of again.',
    roles: roleSets.works,
    takes: RecallFromCollectionsBody,
    answer: { ...handOverExample, recalled: true },
    status: 200,
    ifMatch: true,
  })
  recall(@CurrentCall() call: Call): Promise<CommandReply<HandOverAnswer>> {
    return this.desk.run(call, { given: RecallFromCollectionsBody, command: RecallFromCollections, path: { ...path, handoverId: 'handoverId' }, requestId: true });
  }

  @Post('reminders/:reminderId/resolution')
  @ApiParam({ name: 'reminderId', type: String, example: 'UK~17850~standard~2011-01-10' })
  @CommandRouteDoc({
    summary: 'Decide about a letter that failed, or of which nobody knows whether it went.',
    roles: roleSets.works,
    takes: ResolveReminderBody,
    answer: reminderResolvedExample,
    status: 200,
  })
  resolve(@CurrentCall() call: Call): Promise<CommandReply<ReminderResolvedAnswer>> {
    return this.desk.run(call, { given: ResolveReminderBody, command: ResolveReminder, path: { ...path, reminderId: 'reminderId' }, requestId: true });
  }
}
