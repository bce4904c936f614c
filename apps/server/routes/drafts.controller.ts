import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  ApproveDraft, ApproveDraftBody, ChangeDraft, ChangeDraftBody, DiscardDraft, DiscardDraftBody, DraftInvoice, DraftInvoiceBody, IssueDraft,
  IssueDraftBody, type DraftAnswer, type SaleAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { found } from '../edge/found';
import { FindDraft } from '../queries/draft.queries';
import { DraftListQuery, split } from '../queries/list-filters.query';
import { ListThings, type ListPage } from '../queries/list.queries';
import { roleSets } from '../security/roles';
import { saleExample } from './examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

const path = { draftId: 'draftId' };
const draftExample = { draftId: 'Q-1001', kind: 'draft', state: 'draft', contentRevision: 0, currency: 'GBP', gross: '18.36' };
const draftRecord = {
  draftId: 'Q-1001', kind: 'draft', entityId: 'UK', customerId: '17850', accountId: 'UK~17850', currency: 'GBP', gross: '18.36', state: 'draft', draftedBy: 'clerk',
  editedBy: 'clerk', approvedBy: null, sequence: 41,
};
const totals = { net: '15.30', tax: '3.06', gross: '18.36' };
const figures = { lines: [{ lineId: '1', net: '15.30', tax: '3.06' }], taxSummary: [{ category: 'S', rate: '20', base: '15.30', tax: '3.06' }], totals };

const OfDraft = (): MethodDecorator => ApiParam({ name: 'draftId', type: String, example: 'Q-1001' });

@ApiTags('drafts')
@Controller('drafts')
export class DraftsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRouteDoc({ summary: 'Write the draft of an invoice, or a pro forma. It has no legal number and posts nothing.', roles: roleSets.works, takes: DraftInvoiceBody, answer: draftExample })
  write(@CurrentCall() call: Call): Promise<CommandReply<DraftAnswer>> {
    return this.desk.run(call, { given: DraftInvoiceBody, command: DraftInvoice });
  }

  @Post(':draftId/content')
  @OfDraft()
  @CommandRouteDoc({ summary: 'Replace the content of a draft; an approval is void then.', roles: roleSets.works, takes: ChangeDraftBody, answer: draftExample, status: 200 })
  change(@CurrentCall() call: Call): Promise<CommandReply<DraftAnswer>> {
    return this.desk.run(call, { given: ChangeDraftBody, command: ChangeDraft, path, requestId: true });
  }

  @Post(':draftId/approval')
  @OfDraft()
  @CommandRouteDoc({
    summary: 'Approve a draft; never by its author or last editor.',
    roles: roleSets.works,
    takes: ApproveDraftBody,
    answer: { ...draftExample, state: 'approved' },
    status: 200,
  })
  approve(@CurrentCall() call: Call): Promise<CommandReply<DraftAnswer>> {
    return this.desk.run(call, { given: ApproveDraftBody, command: ApproveDraft, path, requestId: true });
  }

  @Post(':draftId/issue')
  @OfDraft()
  @CommandRouteDoc({ summary: 'Issue a draft: the sale of its id is closed and billed.', roles: roleSets.works, takes: IssueDraftBody, answer: saleExample, status: 200 })
  issue(@CurrentCall() call: Call): Promise<CommandReply<SaleAnswer>> {
    return this.desk.run(call, { given: IssueDraftBody, command: IssueDraft, path, requestId: true });
  }

  @Post(':draftId/discard')
  @OfDraft()
  @CommandRouteDoc({ summary: 'Discard a draft.', roles: roleSets.works, takes: DiscardDraftBody, answer: { ...draftExample, state: 'discarded' }, status: 200 })
  discard(@CurrentCall() call: Call): Promise<CommandReply<DraftAnswer>> {
    return this.desk.run(call, { given: DiscardDraftBody, command: DiscardDraft, path, requestId: true });
  }

  @Get()
  @QueryRouteDoc({ summary: 'Drafts and pro formas by how far they have come, newest first.', roles: roleSets.reads, answer: { items: [draftRecord], next: null } })
  list(@Query(new CheckedPipe(DraftListQuery)) query: DraftListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    return this.queries.execute(new ListThings('listDrafts', filter, page));
  }

  @Get(':draftId')
  @OfDraft()
  @QueryRouteDoc({
    summary: 'A draft as it stands, with what it would come to by the rules of the moment.',
    roles: roleSets.reads,
    answer: { ...draftExample, revision: 0, sale: {}, draftedBy: 'clerk', editedBy: 'clerk', figures },
  })
  async find(@Param('draftId', new IdPipe('draftId')) draftId: string): Promise<object> {
    return found(await this.queries.execute(new FindDraft(draftId)), 'draft', draftId);
  }
}
