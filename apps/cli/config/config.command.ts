import { basename } from 'node:path';
import { Command, SubCommand } from 'nest-commander';
import { openForWriting } from '../data-folder';
import { LedgerCommand, GroupCommand, type DataOptions } from '../daybook-command';
import { applyEntityConfig, readEntityConfig } from './entity-config';

@SubCommand({ name: 'apply', arguments: '<file>', description: 'propose legal entities from a JSON file; only differences become facts' })
export class ConfigApplyCommand extends LedgerCommand {
  protected override async execute([file = '']: readonly string[], options: DataOptions): Promise<void> {
    const entities = await readEntityConfig(file);
    const ledger = await openForWriting(this.placeOf(options));
    try {
      for (const { entityId, changed } of await applyEntityConfig(ledger, entities, `config:${basename(file)}`)) {
        this.terminal.print(changed.length === 0 ? `${entityId}: all of it is on record; nothing changed.` : `${entityId}: ${changed.join(', ')}`);
      }
    } finally {
      await ledger.close();
    }
  }
}

@Command({ name: 'config', description: 'legal entities, series, chart of accounts, policies', subCommands: [ConfigApplyCommand] })
export class ConfigCommand extends GroupCommand {}
