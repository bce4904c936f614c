import { Controller, Get, Param, Put, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { DefineMapping, DefineMappingBody } from '#billing';
import type { MappingAnswer } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { found } from '../edge/found';
import { setEtag } from '../edge/preconditions';
import { CommandRouteDoc, QueryRouteDoc } from '../routes/route-docs';
import { roleSets } from '../security/roles';
import { mappingAnswerExample, mappingViewExample } from './intake.examples';
import { FindMapping, type MappingView } from './mapping.queries';
import { MappingQuery } from './mapping.query';

/** How documents of other systems become commands: facts, versioned. */
@ApiTags('intake')
@Controller('mappings')
export class MappingsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Put(':mappingName')
  @ApiParam({ name: 'mappingName', type: String, example: 'salesforce-won' })
  @CommandRouteDoc({
    summary: 'Say how documents of another system become commands from now on. The same content is the version there is, other content the next.',
    roles: roleSets.connects,
    takes: DefineMappingBody,
    answer: mappingAnswerExample,
    status: 200,
    ifMatch: true,
  })
  define(@CurrentCall() call: Call): Promise<CommandReply<MappingAnswer>> {
    return this.desk.run(call, { given: DefineMappingBody, command: DefineMapping, path: { mappingName: 'mappingName' } });
  }

  @Get(':mappingName')
  @ApiParam({ name: 'mappingName', type: String, example: 'salesforce-won' })
  @QueryRouteDoc({ summary: 'A mapping as it counts now, or one version of it; and who defined it when.', roles: roleSets.watches, answer: mappingViewExample })
  async find(
    @CurrentCall() { reply }: Call,
    @Param('mappingName', new IdPipe('mappingName')) mappingName: string,
    @Query(new CheckedPipe(MappingQuery)) { version }: MappingQuery,
  ): Promise<MappingView> {
    const view = found(await this.queries.execute(new FindMapping(mappingName, version)), 'mapping', mappingName);
    setEtag(reply, view.revision);
    return view;
  }
}
