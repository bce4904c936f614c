import { Inject, Injectable } from '@nestjs/common';
import { accountIdOf, unknownCustomer, unknownEntity } from '#ledger';
import { fieldProblem, refusalProblem } from '../edge/problem';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { StreamReader } from '../queries/stream-reader';

/** The part of a report's question that can name what there is not. */
export interface AskedScope {
  readonly entityId?: string;
  readonly customerId?: string;
  readonly from?: string;
  readonly asOf?: string;
}

/** A mistyped id must not read as a report without rows. */
@Injectable()
export class ReportScope {
  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly streams: StreamReader,
  ) {}

  /** @throws ProblemException 404 for an unknown entity or customer, 422 for a span that ends before it begins. */
  async check({ entityId, customerId, from, asOf }: AskedScope): Promise<void> {
    if (from !== undefined && asOf !== undefined && from > asOf) {
      throw fieldProblem(422, 'REQUEST.INVALID', { field: 'from', value: from, rule: `a day not after asOf, ${asOf}`, remedy: 'Send an earlier from or a later asOf.' });
    }
    if (entityId !== undefined && !(await this.isEntity(entityId))) {
      throw refusalProblem(unknownEntity(entityId));
    }
    if (customerId !== undefined && !(await this.isCustomer(customerId))) {
      throw refusalProblem(unknownCustomer(customerId));
    }
  }

  private async isEntity(entityId: string): Promise<boolean> {
    return this.ledger.entityIds().includes(entityId) || (await this.streams.revision('entity', entityId)) !== null;
  }

  private async isCustomer(customerId: string): Promise<boolean> {
    if ((await this.streams.revision('customer', customerId)) !== null) {
      return true;
    }
    for (const entityId of this.ledger.entityIds()) {
      if ((await this.streams.revision('account', accountIdOf(entityId, customerId))) !== null) {
        return true;
      }
    }
    return false;
  }
}
