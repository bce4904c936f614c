import { Command } from 'nest-commander';
import { GroupCommand } from '../daybook-command';
import { ExportJournalCommand } from './export-journal.command';

@Command({ name: 'export', description: 'take figures elsewhere', subCommands: [ExportJournalCommand] })
export class ExportCommand extends GroupCommand {}
