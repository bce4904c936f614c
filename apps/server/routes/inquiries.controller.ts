import { Controller, Get, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  AnswerInquiry, AnswerInquiryBody, CloseInquiry, CloseInquiryBody, ReceiveInquiry, ReceiveInquiryBody, RecordSatisfaction, RecordSatisfactionBody,
} from '#billing';
import type { InquiryAnswer, SatisfactionAnswer } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { InquiryListQuery, SatisfactionListQuery, split } from '../queries/list-filters.query';
import { ListThings, type ListPage } from '../queries/list.queries';
import { roleSets } from '../security/roles';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

const path = { inquiryId: 'inquiryId' };
const inquiryId = 'Q-1';
const accountId = 'UK~17850';
const invoiceId = '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11';
const record = {
  inquiryId,
  accountId,
  invoiceId: null,
  kind: 'question',
  via: 'phone',
  receivedOn: '2010-12-22',
  disputeId: null,
  state: 'answered',
  name: 'Ada Sample',
  email: null,
  question: 'When will the rest arrive?',
  answer: 'It was sent today.',
  answers: 1,
  answeredOn: '2010-12-23',
  closedOn: null,
  outcome: null,
  sequence: 95,
};

/** What customers ask and say. Answers hold personal data. */
@ApiTags('customers')
@Controller()
export class InquiriesController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post('inquiries')
  @CommandRouteDoc({
    summary: 'A customer asks or complains. A dispute is opened on the invoice it names.',
    roles: roleSets.sends,
    takes: ReceiveInquiryBody,
    answer: { inquiryId, accountId, state: 'open' },
  })
  receive(@CurrentCall() call: Call): Promise<CommandReply<InquiryAnswer>> {
    return this.desk.run(call, { given: ReceiveInquiryBody, command: ReceiveInquiry });
  }

  @Post('inquiries/:inquiryId/answers')
  @ApiParam({ name: 'inquiryId', type: String, example: inquiryId })
  @CommandRouteDoc({ summary: 'Record what the customer was told.', roles: roleSets.works, takes: AnswerInquiryBody, answer: { inquiryId, accountId, state: 'answered' } })
  answer(@CurrentCall() call: Call): Promise<CommandReply<InquiryAnswer>> {
    return this.desk.run(call, { given: AnswerInquiryBody, command: AnswerInquiry, path, requestId: true });
  }

  @Post('inquiries/:inquiryId/closing')
  @ApiParam({ name: 'inquiryId', type: String, example: inquiryId })
  @CommandRouteDoc({
    summary: 'Nothing is left to be done about it.',
    roles: roleSets.works,
    takes: CloseInquiryBody,
    answer: { inquiryId, accountId, state: 'closed' },
    status: 200,
  })
  close(@CurrentCall() call: Call): Promise<CommandReply<InquiryAnswer>> {
    return this.desk.run(call, { given: CloseInquiryBody, command: CloseInquiry, path, requestId: true });
  }

  @Get('inquiries')
  @QueryRouteDoc({ summary: 'Questions and complaints, by account and state, newest first.', roles: roleSets.reports, answer: { items: [record], next: null } })
  list(@Query(new CheckedPipe(InquiryListQuery)) query: InquiryListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    return this.queries.execute(new ListThings('listInquiries', filter, page));
  }

  @Post('satisfaction')
  @CommandRouteDoc({
    summary: 'Record how content a customer was with what an invoice bills; the last word counts.',
    roles: roleSets.sends,
    takes: RecordSatisfactionBody,
    answer: { invoiceId, score: 9 },
  })
  recordSatisfaction(@CurrentCall() call: Call): Promise<CommandReply<SatisfactionAnswer>> {
    return this.desk.run(call, { given: RecordSatisfactionBody, command: RecordSatisfaction, requestId: true });
  }

  @Get('satisfaction')
  @QueryRouteDoc({
    summary: 'The last word of customers on invoices, newest first.',
    roles: roleSets.reports,
    answer: { items: [{ invoiceId, accountId, score: 9, recordedOn: '2010-12-24', comment: 'Quick and friendly.', sequence: 97 }], next: null },
  })
  listSatisfaction(@Query(new CheckedPipe(SatisfactionListQuery)) query: SatisfactionListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    return this.queries.execute(new ListThings('listSatisfaction', filter, page));
  }
}
