import { Controller, Get, Inject, Query, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { productVersion } from '#read-models';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe } from '../edge/checked-pipe';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { knownAtOf } from '../reports/report.query';
import { roleSets } from '../security/roles';
import { exportOnRecord } from './export-on-record';
import { FecExportQuery, JournalExportQuery, YearExportQuery } from './export.query';
import { MakeExport, type ExportAsked } from './make-export.query';
import { ExportRouteDoc, ExportSlots, sendExport } from './send-export';

const roles = roleSets.reports;

@ApiTags('exports')
@Controller('exports')
export class ExportsController {
  private readonly slots = new ExportSlots();

  constructor(
    private readonly queries: QueryBus,
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
  ) {}

  @Get('journal')
  @ExportRouteDoc({
    summary: 'The journal for another bookkeeping program, or for a spreadsheet.', roles,
    types: ['text/plain', 'text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  })
  journal(@CurrentCall() call: Call, @Query(new CheckedPipe(JournalExportQuery)) query: JournalExportQuery): Promise<StreamableFile> {
    return this.send(call, { kind: 'journal', format: query.format ?? 'hledger', ...(query.entityId === undefined ? {} : { entityId: query.entityId }), ...knownAtOf(query.knownAt) });
  }

  @Get('fec')
  @ExportRouteDoc({ summary: 'The file of article A47 A-1 that French tax inspectors ask for, of one book year.', roles, types: ['text/plain'] })
  fec(@CurrentCall() call: Call, @Query(new CheckedPipe(FecExportQuery)) { entityId, from, to, knownAt, siren, resultAccount }: FecExportQuery): Promise<StreamableFile> {
    const french = { ...(siren === undefined ? {} : { siren }), ...(resultAccount === undefined ? {} : { resultAccount }) };
    return this.send(call, { kind: 'fec', entityId, from, to, ...knownAtOf(knownAt), ...french });
  }

  @Get('saf-t')
  @ExportRouteDoc({ summary: 'SAF-T Financial 1.30 (Norwegian schema) of one book year.', roles, types: ['application/xml'] })
  safT(@CurrentCall() call: Call, @Query(new CheckedPipe(YearExportQuery)) { entityId, from, to, knownAt }: YearExportQuery): Promise<StreamableFile> {
    return this.send(call, { kind: 'saf-t', entityId, from, to, ...knownAtOf(knownAt) });
  }

  private async send(call: Call, asked: ExportAsked): Promise<StreamableFile> {
    const done = this.slots.take();
    try {
      const made = await this.queries.execute(new MakeExport(asked, productVersion));
      await exportOnRecord(call, this.ledger, { format: asked.kind, parameters: asked, throughSequence: /^\d+$/.test(made.knownAt) ? Number(made.knownAt) : undefined });
      return sendExport(call, made, done);
    } catch (error) {
      done();
      throw error;
    }
  }
}
