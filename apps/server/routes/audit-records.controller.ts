import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { AuditPage } from '#billing';
import { CheckedPipe } from '../edge/checked-pipe';
import { FindAuditRecords } from '../queries/audit-record.queries';
import { roleSets } from '../security/roles';
import { AuditRecordsQuery } from './audit-records.query';
import { QueryRouteDoc } from './route-docs';

const time = (text: string | undefined, name: 'from' | 'until'): { readonly from?: number; readonly until?: number } => (text === undefined ? {} : { [name]: Date.parse(text) });

@ApiTags('audit')
@Controller('audit-records')
export class AuditRecordsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRouteDoc({
    summary: 'What was refused, done by an operator, exported and configured: who, when, what. Newest first.',
    roles: roleSets.audits,
    answer: {
      items: [{
        kind: 'refusal', type: 'CommandRefused', revision: 3, eventId: '5f0f53c6-2f52-5a0e-8a55-90c8f1b0aa01', recordedAt: '2010-12-01T08:26:00.000Z', actor: 'shop',
        data: {
          command: 'CloseSale', kind: 'conflict', code: 'SALE.CONFLICT', subjects: [{ field: 'saleId', id: '536365' }], requestId: 'sale-536365',
          by: { actor: 'shop', keyId: '0123456789ab', role: 'integrator', channel: 'http' },
        },
      }],
      next: null,
    },
  })
  list(@Query(new CheckedPipe(AuditRecordsQuery)) { min: _waited, wait: _bound, from, until, ...asked }: AuditRecordsQuery): Promise<AuditPage> {
    return this.queries.execute(new FindAuditRecords({ ...asked, ...time(from, 'from'), ...time(until, 'until') }));
  }
}
