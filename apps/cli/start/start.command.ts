import { Command, Option } from 'nest-commander';
import { applyEntityConfig, readEntityConfig } from '../config/entity-config';
import { openForWriting } from '../data-folder';
import { serve } from './serve';
import { ServingCommand, type ServingOptions } from './serving-command';

interface StartOptions extends ServingOptions {
  readonly host?: string;
  readonly config?: string;
}

@Command({ name: 'start', description: 'start the server on a data folder; the first start prints an admin key once' })
export class StartCommand extends ServingCommand<StartOptions> {
  protected override async execute(_args: readonly string[], options: StartOptions): Promise<void> {
    const place = this.placeOf(options);
    const served = this.servedOf(place, options, options.host);
    const entities = options.config === undefined ? [] : await readEntityConfig(options.config);
    const ledger = await openForWriting(place);
    try {
      for (const { entityId, changed } of await applyEntityConfig(ledger, entities, 'config:start')) {
        this.terminal.note(changed.length === 0 ? `${entityId}: as on record.` : `${entityId}: ${changed.join(', ')}`);
      }
      await serve(ledger, served);
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--host <address>', description: 'address the API listens on (default 127.0.0.1: this machine only)' })
  host(address: string): string {
    return address;
  }

  @Option({ flags: '--config <file>', description: 'JSON file that proposes legal entities; only differences become facts' })
  config(file: string): string {
    return file;
  }
}
