import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { BillingRunRecord } from '#read-models';
import { LEDGER, type LedgerAccess } from '../ledger-access';

export class FindBillingRun extends Query<BillingRunRecord | null> {
  constructor(readonly runId: string) {
    super();
  }
}

@QueryHandler(FindBillingRun)
export class FindBillingRunHandler implements IQueryHandler<FindBillingRun> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  async execute({ runId }: FindBillingRun): Promise<BillingRunRecord | null> {
    return (await this.ledger.lookups.findBillingRun(runId)) ?? null;
  }
}
