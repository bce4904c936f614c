import { Command } from 'nest-commander';
import { GroupCommand } from '../daybook-command';
import { ImportReceivablesCommand } from './import-receivables.command';
import { ImportSalesCommand } from './import-sales.command';

@Command({ name: 'import', description: 'bring in files; importing a file again changes nothing', subCommands: [ImportSalesCommand, ImportReceivablesCommand] })
export class ImportCommand extends GroupCommand {}
