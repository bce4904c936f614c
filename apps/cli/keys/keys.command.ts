import { Option, SubCommand, Command } from 'nest-commander';
import { createApiKey, listApiKeys, newKeyId, revokeApiKey, roles, type Role } from '#server';
import { CliFailure } from '../cli-failure';
import { DataCommand, GroupCommand, LedgerCommand, type DataOptions } from '../daybook-command';
import { actOnRecord } from '../on-record/place-records';
import { renderTable } from '../output/table';

interface CreateOptions extends DataOptions {
  readonly name: string;
  readonly role: Role;
  readonly expires?: string;
}

@SubCommand({ name: 'create', description: 'make an API key; its text is shown once' })
export class KeysCreateCommand extends LedgerCommand<CreateOptions> {
  protected override async execute(_args: readonly string[], options: CreateOptions): Promise<void> {
    const place = this.placeOf(options);
    const { name, role, expires } = options;
    const asked = { name, role, ...(expires === undefined ? {} : { expiresAt: expires }) };
    const changes = [{ name: 'name', after: name }, { name: 'role', after: role }, ...(expires === undefined ? [] : [{ name: 'expires', after: expires }])];
    // Its id is chosen first, so that the record says which key it is.
    const id = newKeyId();
    const { key, record } = await actOnRecord(place, { act: 'api-key.create', subject: id, changes }, () => Promise.resolve(createApiKey(place.folder, { ...asked, id })));
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
export class KeysRevokeCommand extends LedgerCommand {
  protected override async execute([id = '']: readonly string[], options: DataOptions): Promise<void> {
    const place = this.placeOf(options);
    const known = listApiKeys(place.folder).find((key) => key.id === id);
    if (known === undefined) {
      throw new CliFailure('usage', `There is no key ${id}. List the keys with: daybook keys list`);
    }
    const changes = [{ name: 'state', before: known.revokedAt === undefined ? 'in use' : 'revoked', after: 'revoked' }, { name: 'name', before: known.name, after: known.name }];
    await actOnRecord(place, { act: 'api-key.revoke', subject: id, changes }, () => Promise.resolve(revokeApiKey(place.folder, id)));
    this.terminal.print(`Key ${id} is revoked.`);
  }
}

@Command({ name: 'keys', description: 'API keys of the server', subCommands: [KeysCreateCommand, KeysListCommand, KeysRevokeCommand] })
export class KeysCommand extends GroupCommand {}
