import { Controller, Get, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ConfigureEntity, ConfigureEntityBody, SetSalesTarget, SetSalesTargetBody, type EntityAnswer } from '#billing';
import type { SalesTargetAnswer } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { IdPipe } from '../edge/checked-pipe';
import { found } from '../edge/found';
import { setEtag } from '../edge/preconditions';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { FindEntity, ListEntities, type EntityListView, type EntityView } from '../queries/entity.queries';
import { roleSets } from '../security/roles';
import { entityExample, entityListExample, entityViewExample } from './examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

@ApiTags('entities')
@Controller('entities')
export class EntitiesController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRouteDoc({
    summary: 'Configure a legal entity: only differences from what is on record become facts.',
    roles: roleSets.configures,
    takes: ConfigureEntityBody,
    answer: entityExample,
    ifMatch: true,
  })
  configure(@CurrentCall() call: Call): Promise<CommandReply<EntityAnswer>> {
    return this.desk.run(call, { given: ConfigureEntityBody, command: ConfigureEntity });
  }

  @Post(':entityId/sales-targets')
  @ApiParam({ name: 'entityId', type: String, example: 'UK' })
  @CommandRouteDoc({
    summary: 'Set what is to be sold in a month, net; a later target of the same month, product and customer replaces it.',
    roles: roleSets.configures,
    takes: SetSalesTargetBody,
    answer: { entityId: 'UK', revision: 7 },
    status: 200,
    ifMatch: true,
  })
  setSalesTarget(@CurrentCall() call: Call): Promise<CommandReply<SalesTargetAnswer>> {
    return this.desk.run(call, { given: SetSalesTargetBody, command: SetSalesTarget, path: { entityId: 'entityId' }, requestId: true });
  }

  @Get()
  @QueryRouteDoc({ summary: 'The legal entities of this ledger.', roles: roleSets.everyone, answer: entityListExample })
  list(): Promise<EntityListView> {
    return this.queries.execute(new ListEntities());
  }

  @Get(':entityId')
  @ApiParam({ name: 'entityId', type: String, example: 'UK' })
  @QueryRouteDoc({ summary: 'A legal entity as it is now, with its series, chart and policies.', roles: roleSets.everyone, answer: entityViewExample })
  async find(@CurrentCall() { reply }: Call, @Param('entityId', new IdPipe('entityId')) entityId: string): Promise<EntityView> {
    const view = found(await this.queries.execute(new FindEntity(entityId)), 'entity', entityId);
    setEtag(reply, view.revision);
    return view;
  }
}
