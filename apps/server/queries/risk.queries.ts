import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RiskFlags, RiskFlagsAsked } from '#read-models';
import { LEDGER, type LedgerAccess } from '../ledger-access';

export class FindRiskFlags extends Query<RiskFlags> {
  constructor(readonly asked: RiskFlagsAsked) {
    super();
  }
}

@QueryHandler(FindRiskFlags)
export class FindRiskFlagsHandler implements IQueryHandler<FindRiskFlags> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  execute({ asked }: FindRiskFlags): Promise<RiskFlags> {
    return this.ledger.lookups.riskFlags(asked);
  }
}
