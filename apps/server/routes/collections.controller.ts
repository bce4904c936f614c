import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Worklist } from '#billing';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { found } from '../edge/found';
import { DossierQuery, WorklistQuery } from '../queries/collection-filters.query';
import { FindDossier, FindWorklist } from '../queries/collection.queries';
import { roleSets } from '../security/roles';
import { worklistExample } from './collection.examples';
import { QueryRouteDoc } from './route-docs';

const shownAccounts = 100;

@ApiTags('collections')
@Controller('collections')
export class CollectionsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('worklist')
  @QueryRouteDoc({ summary: 'Who to call on a day, why, and what was said; the most pressing first.', roles: roleSets.reports, answer: worklistExample })
  worklist(@Query(new CheckedPipe(WorklistQuery)) { entityId, asOf, largeFrom = '1000', limit = shownAccounts }: WorklistQuery): Promise<Worklist> {
    return this.queries.execute(new FindWorklist({ entityId, asOf, largeFrom, limit }));
  }

  @Get(':handoverId/dossier')
  @ApiParam({ name: 'handoverId', type: String, example: 'H-1' })
  @ApiProduces('application/zip')
  @QueryRouteDoc({ summary: 'Everything an agency needs of a hand-over, as a ZIP: the same bytes every time.', roles: roleSets.reports, answer: 'PK…' })
  async dossier(
    @Param('handoverId', new IdPipe('handoverId')) handoverId: string,
    @Query(new CheckedPipe(DossierQuery)) { accountId }: DossierQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const dossier = found(await this.queries.execute(new FindDossier(handoverId, accountId)), 'hand-over', handoverId);
    void reply
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename="${dossier.fileName}"`)
      .send(Buffer.from(dossier.bytes));
  }
}
