import { Command } from 'nest-commander';
import { DataCommand } from '../daybook-command';
@Command({ name: 'demo', description: 'a week of a real shop' })
export class DemoCommand extends DataCommand {
  protected override async execute(): Promise<void> {}
}
