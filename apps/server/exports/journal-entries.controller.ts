import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CheckedPipe } from '../edge/checked-pipe';
import { ListQuery } from '../queries/page.query';
import { QueryText } from '../queries/query-fields';
import { QueryRouteDoc } from '../routes/route-docs';
import { roleSets } from '../security/roles';
import { ListJournalEntries, type EntriesPage } from './journal-entries.query';

class JournalEntriesQuery extends ListQuery {
  @QueryText({ description: 'Only this legal entity; the cursor counts on all the same.', example: 'UK', max: 60 })
  readonly entityId?: string;
}

/** The journal back to the program that keeps the general ledger. */
@ApiTags('exports')
@Controller('journal-entries')
export class JournalEntriesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRouteDoc({
    summary: 'Entries of the journal after a ledger sequence, in pages, for another bookkeeping program to book on.',
    roles: roleSets.follows,
    answer: {
      ledgerId: '8c0f7a52-5f0e-4f0c-9d3f-0f6f6b9f8f11',
      entries: [{
        entryId: '9-2010-12-01', sequence: 9, eventType: 'InvoiceIssued', entityId: 'UK', effectiveDate: '2010-12-01', postingDate: '2010-12-01', document: 'INV-000001',
        documentDate: '2010-12-01', baseCurrency: 'GBP',
        lines: [
          { accountCode: '1100', accountName: 'Trade receivables', role: 'receivables', accountId: 'UK~17850', debit: '139.12', credit: '0.00', currency: 'GBP', amount: '139.12' },
          { accountCode: '4000', accountName: 'Sales', role: 'revenue', debit: '0.00', credit: '115.93', currency: 'GBP', amount: '-115.93' },
          { accountCode: '2200', accountName: 'VAT', role: 'tax-payable', taxCode: 'S:20', debit: '0.00', credit: '23.19', currency: 'GBP', amount: '-23.19' },
        ],
      }],
      next: 9,
      atEnd: true,
    },
  })
  list(@Query(new CheckedPipe(JournalEntriesQuery)) { after = 0, limit = 100, entityId }: JournalEntriesQuery): Promise<EntriesPage> {
    return this.queries.execute(new ListJournalEntries({ after, limit, ...(entityId === undefined ? {} : { entityId }) }));
  }
}
