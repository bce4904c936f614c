import { Command } from 'nest-commander';
import { GroupCommand } from '../daybook-command';
import { ExportFecCommand } from './export-fec.command';
import { ExportInvoicesCommand } from './export-invoices.command';
import { ExportJournalCommand } from './export-journal.command';
import { ExportLogCommand } from './export-log.command';
import { ExportSafTCommand } from './export-saf-t.command';

@Command({ name: 'export', description: 'take figures elsewhere', subCommands: [ExportJournalCommand, ExportInvoicesCommand, ExportFecCommand, ExportSafTCommand, ExportLogCommand] })
export class ExportCommand extends GroupCommand {}
