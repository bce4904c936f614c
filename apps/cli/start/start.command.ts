import { resolve } from 'node:path';
import { Command, Option } from 'nest-commander';
import { CliFailure } from '../cli-failure';
import { applyEntityConfig, readEntityConfig } from '../config/entity-config';
import { openForWriting } from '../data-folder';
import { DataCommand, type DataOptions } from '../daybook-command';
import { serve } from './serve';

interface StartOptions extends DataOptions {
  readonly port?: number;
  readonly host?: string;
  readonly config?: string;
}

@Command({ name: 'start', description: 'start the server on a data folder; the first start prints an admin key once' })
export class StartCommand extends DataCommand<StartOptions> {
  protected override async execute(_args: readonly string[], options: StartOptions): Promise<void> {
    const folder = resolve(this.folderOf(options));
    const entities = options.config === undefined ? [] : await readEntityConfig(options.config);
    const ledger = await openForWriting(folder);
    try {
      for (const { entityId, changed } of await applyEntityConfig(ledger, entities, 'config:start')) {
        this.terminal.note(changed.length === 0 ? `${entityId}: as on record.` : `${entityId}: ${changed.join(', ')}`);
      }
      await serve(ledger, { folder, port: options.port ?? defaultPort, host: options.host ?? '127.0.0.1', terminal: this.terminal });
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--port <number>', description: 'TCP port (default 3000)' })
  port(text: string): number {
    return portOf(text);
  }

  @Option({ flags: '--host <address>', description: 'address to listen on (default 127.0.0.1: this machine only)' })
  host(address: string): string {
    return address;
  }

  @Option({ flags: '--config <file>', description: 'JSON file that proposes legal entities; only differences become facts' })
  config(file: string): string {
    return file;
  }
}

export const defaultPort = 3000;

/** @throws CliFailure when the text is no port. */
export function portOf(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new CliFailure('usage', `--port ${JSON.stringify(text)}: give a number from 0 to 65535; 0 takes a free one.`);
  }
  return Number(text);
}
