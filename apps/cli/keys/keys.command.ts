import { Option, SubCommand, Command } from 'nest-commander';
import { createApiKey, listApiKeys, revokeApiKey, roles, type Role } from '#server';
import { CliFailure } from '../cli-failure';
import { DataCommand, GroupCommand, type DataOptions } from '../daybook-command';
import { renderTable } from '../output/table';

interface CreateOptions extends DataOptions {
  readonly name: string;
  readonly role: Role;
  readonly expires?: string;
}

@SubCommand({ name: 'create', description: 'make an API key; its text is shown once' })
export class KeysCreateCommand extends DataCommand<CreateOptions> {
  protected override async execute(_args: readonly string[], options: CreateOptions): Promise<void> {
    const { key, record } = createApiKey(this.placeOf(options).folder, {
      name: options.name,
      role: options.role,
      ...(options.expires === undefined ? {} : { expiresAt: options.expires }),
    });
    this.terminal.note(`Key ${record.id} for ${record.name} (${record.role}). Keep it now: it is not shown again.`);
    this.terminal.print(key);
  }

  @Option({ flags: '--name <name>', description: 'who uses it; stands in every event it makes', required: true })
  keyName(name: string): string {
    return name;
  }

  @Option({ flags: '--role <role>', description: `one of ${roles.join(', ')}`, choices: [...roles], required: true })
  role(role: string): string {
    return role;
  }

  @Option({ flags: '--expires <time>', description: 'ISO 8601 time after which it is refused' })
  expires(time: string): string {
    return time;
  }
}

@SubCommand({ name: 'list', description: 'list API keys, without their secrets' })
export class KeysListCommand extends DataCommand {
  protected override async execute(_args: readonly string[], options: DataOptions): Promise<void> {
    const columns = ['id', 'name', 'role', 'created', 'expires', 'revoked'].map((title) => ({ title }));
    const rows = listApiKeys(this.placeOf(options).folder).map((key) => [
      key.id, key.name, key.role, key.createdAt, key.expiresAt ?? '', key.revokedAt ?? '',
    ]);
    this.terminal.print(rows.length === 0 ? 'No keys yet: daybook keys create --name NAME --role ROLE' : renderTable(columns, rows, this.terminal.style));
  }
}

@SubCommand({ name: 'revoke', arguments: '<id>', description: 'refuse a key from now on; a running server notices within a second' })
export class KeysRevokeCommand extends DataCommand {
  protected override async execute([id = '']: readonly string[], options: DataOptions): Promise<void> {
    if (!revokeApiKey(this.placeOf(options).folder, id)) {
      throw new CliFailure('usage', `There is no key ${id}. List the keys with: daybook keys list`);
    }
    this.terminal.print(`Key ${id} is revoked.`);
  }
}

@Command({ name: 'keys', description: 'API keys of the server', subCommands: [KeysCreateCommand, KeysListCommand, KeysRevokeCommand] })
export class KeysCommand extends GroupCommand {}
