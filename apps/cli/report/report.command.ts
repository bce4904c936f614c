import { Command } from 'nest-commander';
import { DataCommand } from '../daybook-command';
@Command({ name: 'report', description: 'reports' })
export class ReportCommand extends DataCommand {
  protected override async execute(): Promise<void> {}
}
