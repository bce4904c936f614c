import { Command, Option } from 'nest-commander';
import { AccessRecords, type AccessRecord } from '#event-store/eventstoredb';
import { CliFailure } from '../cli-failure';
import { DaybookCommand } from '../daybook-command';
import { eventStoreUrlOf } from '../ledger-place';
import { actOnRecord } from '../on-record/place-records';
import { plannedAll, plannedDefaults, type AccessWish, type PlannedRecord } from './access-rules';

interface SetupOptions {
  readonly eventStore?: string;
  readonly writer?: string;
  readonly readers?: readonly string[];
  readonly force?: boolean;
}

const names: Readonly<Record<AccessRecord['stream'], string>> = {
  $settings: 'default rules of streams ($settings, $userStreamAcl)',
  $$$all: 'rules of $all (its metadata, $acl)',
};

@Command({ name: 'setup', description: 'prepare an EventStoreDB: only the writer and administrators may write or delete streams' })
export class SetupCommand extends DaybookCommand<SetupOptions> {
  protected override async execute(_args: readonly string[], options: SetupOptions): Promise<void> {
    const url = urlOf(options);
    const records = new AccessRecords(url);
    try {
      if (!records.isSecure) {
        this.terminal.note('This connection has no TLS. A server without TLS asks nobody who they are: the rules count only once it has.');
      }
      await this.prepare(records, { writer: writerOf(options, records.user), readers: options.readers ?? [] }, { force: options.force === true, url });
    } finally {
      await records.close();
    }
  }

  @Option({ flags: '--event-store <url>', description: 'esdb://… with a user of $admins (also DAYBOOK_EVENTSTORE, where the password is not seen by others)' })
  eventStore(url: string): string {
    return eventStoreUrlOf(url, '--event-store');
  }

  @Option({ flags: '--writer <user>', description: 'the user Daybook runs as (default: the user of the connection string)' })
  writer(user: string): string {
    return roleOf(user, '--writer');
  }

  @Option({ flags: '--readers <names>', description: 'users and groups that may read and follow, separated by commas (default: everybody with a login reads streams; nobody else follows $all)' })
  readers(text: string): readonly string[] {
    return text.split(',').map((name) => roleOf(name.trim(), '--readers'));
  }

  @Option({ flags: '--force', description: 'replace rules that say something else' })
  force(): boolean {
    return true;
  }

  /** Looks at everything before it writes anything. */
  private async prepare(records: AccessRecords, wish: AccessWish, { force, url }: { readonly force: boolean; readonly url: string }): Promise<void> {
    const settings = await records.read('$settings');
    const all = await records.read('$$$all');
    const plans: readonly (readonly [AccessRecord, PlannedRecord])[] = [[settings, plannedDefaults(settings.content, wish)], [all, plannedAll(all.content, wish)]];
    const others = plans.filter(([, { state }]) => state === 'other');
    if (others.length > 0 && !force) {
      const shown = others.map(([{ stream }, { before, after }]) => `  ${names[stream]}\n    now   ${JSON.stringify(before)}\n    asked ${JSON.stringify(after)}`);
      throw new CliFailure('refused', `${records.server} has other rules already; nothing was changed:\n${shown.join('\n')}\nRepeat with --force to replace them.`);
    }
    const changes = plans.filter(([, { state }]) => state !== 'right').map(([{ stream }, { before, after }]) => ({
      name: stream.replaceAll('$', ''), before: JSON.stringify(before ?? null).slice(0, 1_000), after: JSON.stringify(after ?? null).slice(0, 1_000),
    }));
    if (changes.length === 0) {
      await this.replace(records, plans);
    } else {
      await actOnRecord({ folder: '', eventStoreUrl: url, readStoreUrl: null }, { act: 'setup', changes }, () => this.replace(records, plans));
    }
  }

  private async replace(records: AccessRecords, plans: readonly (readonly [AccessRecord, PlannedRecord])[]): Promise<void> {
    for (const [record, { state, before, after, content }] of plans) {
      if (state === 'right') {
        this.terminal.print(`${names[record.stream]}: as asked already.`);
        continue;
      }
      await records.replace(record, content);
      this.terminal.print(`${names[record.stream]}: ${JSON.stringify(after)}${state === 'other' ? `, in place of ${JSON.stringify(before)}` : ''}`);
    }
  }
}

function urlOf({ eventStore }: SetupOptions): string {
  const fromEnvironment = process.env['DAYBOOK_EVENTSTORE'];
  if (eventStore !== undefined) {
    return eventStore;
  }
  if (fromEnvironment === undefined || fromEnvironment === '') {
    throw new CliFailure('usage', 'Say which EventStoreDB with DAYBOOK_EVENTSTORE or --event-store, such as esdb://admin:PASSWORD@host:2113.');
  }
  return eventStoreUrlOf(fromEnvironment, 'DAYBOOK_EVENTSTORE');
}

function writerOf({ writer }: SetupOptions, user: string | null): string {
  const named = writer ?? user;
  if (named === null) {
    throw new CliFailure('usage', 'Say which user Daybook runs as with --writer: the connection string names none.');
  }
  return named;
}

/** @throws CliFailure for what EventStoreDB takes for no user or group. */
function roleOf(name: string, option: string): string {
  if (!/^[^\s,"']{1,100}$/.test(name)) {
    throw new CliFailure('usage', `${option} ${JSON.stringify(name)} is no user or group of EventStoreDB. Give a name without spaces, such as daybook or $ops.`);
  }
  return name;
}
