import { Command } from 'nest-commander';
import { GroupCommand } from '../daybook-command';
import { ExportFecCommand } from './export-fec.command';
import { ExportJournalCommand } from './export-journal.command';
import { ExportSafTCommand } from './export-saf-t.command';

@Command({ name: 'export', description: 'take figures elsewhere', subCommands: [ExportJournalCommand, ExportFecCommand, ExportSafTCommand] })
export class ExportCommand extends GroupCommand {}
