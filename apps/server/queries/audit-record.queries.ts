import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { readAuditRecords, type AuditPage, type AuditQuestion } from '#billing';
import { LEDGER, type LedgerAccess } from '../ledger-access';

export class FindAuditRecords extends Query<AuditPage> {
  constructor(readonly asked: AuditQuestion) {
    super();
  }
}

/** Straight from the log: never behind what was just recorded. */
@QueryHandler(FindAuditRecords)
export class FindAuditRecordsHandler implements IQueryHandler<FindAuditRecords> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  execute({ asked }: FindAuditRecords): Promise<AuditPage> {
    return readAuditRecords(this.ledger, asked);
  }
}
