import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { RiskFlags } from '#read-models';
import { CheckedPipe } from '../edge/checked-pipe';
import { RiskFlagsQuery } from '../queries/list-filters.query';
import { FindRiskFlags } from '../queries/risk.queries';
import { roleSets } from '../security/roles';
import { QueryRouteDoc } from './route-docs';

@ApiTags('customers')
@Controller('risk-flags')
export class RiskFlagsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRouteDoc({
    summary: 'Signs of error or fraud by stated rules, latest first: duplicate sales, refunds after new bank details, credits after payment, round sums.',
    roles: roleSets.reports,
    answer: {
      rules: ['round-sum-credit: a credit note over a whole multiple of 100'],
      items: [{
        kind: 'round-sum-credit', on: '2010-12-22', entityId: 'UK', customerId: '17850', subjectId: '5f0f53c6-2f52-5a0e-8a55-90c8f1b0aa01', documentNumber: 'CN-000001',
        otherId: null, otherOn: null, currency: 'GBP', amount: '200.00', sequences: [90],
      }],
      isWhole: true,
    },
  })
  list(@Query(new CheckedPipe(RiskFlagsQuery)) { min: _waited, wait: _bound, ...asked }: RiskFlagsQuery): Promise<RiskFlags> {
    return this.queries.execute(new FindRiskFlags(asked));
  }
}
