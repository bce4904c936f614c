import { CommandRunner, Option } from 'nest-commander';
import { CliFailure, exitCodes, exitCodesHelp } from './cli-failure';
import { ledgerPlace, type LedgerPlace, type PlaceOptions } from './ledger-place';
import { processTerminal, type Terminal } from './output/terminal';

/** The version of commander that nest-commander carries. */
type Command = Parameters<CommandRunner['setCommand']>[0];

export interface DataOptions extends PlaceOptions {
  readonly color?: boolean;
}

/** Makes wrong use end with its exit code, and help list the codes. */
function prepared(command: Command): Command {
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage));
  command.addHelpText('after', exitCodesHelp);
  command.showHelpAfterError('(add --help for how to use it)');
  return command;
}

/** A command that only groups others: `daybook keys`. It takes no options, so that none is taken from its subcommands. */
export abstract class GroupCommand extends CommandRunner {
  override setCommand(command: Command): this {
    return super.setCommand(prepared(command));
  }

  override async run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = exitCodes.usage;
  }
}

/** What all commands share: usage errors end with 2, failures with their own code, and no stack traces. */
export abstract class DaybookCommand<Options extends object = object> extends CommandRunner {
  protected terminal: Terminal = processTerminal();

  override setCommand(command: Command): this {
    return super.setCommand(prepared(command));
  }

  override async run(args: string[], options: Options = {} as Options): Promise<void> {
    this.terminal = processTerminal((options as DataOptions).color === false);
    try {
      await this.execute(args, options);
    } catch (error) {
      reportFailure(error);
    }
  }

  @Option({ flags: '--no-color', description: 'no colours (also NO_COLOR)' })
  noColor(): boolean {
    return false;
  }

  protected abstract execute(args: readonly string[], options: Options): Promise<void>;
}

/** A command that works on a data folder. */
export abstract class DataCommand<Options extends DataOptions = DataOptions> extends DaybookCommand<Options> {
  @Option({ flags: '--data <folder>', description: 'data folder (also DAYBOOK_DATA; default ./data)' })
  data(folder: string): string {
    return folder;
  }

  /** Where the ledger of these options lives. */
  protected placeOf(options: DataOptions): LedgerPlace {
    return ledgerPlace(options);
  }
}

/** A command that opens the log: the folder's own, or one that lies elsewhere. */
export abstract class LedgerCommand<Options extends DataOptions = DataOptions> extends DataCommand<Options> {
  @Option({ flags: '--event-store <url>', description: 'EventStoreDB that holds the log, esdb://… (also DAYBOOK_EVENTSTORE; default: the log in the data folder)' })
  eventStore(url: string): string {
    return url;
  }
}

/** Errors whose message says what, which and what to do; all others are defects and say so. */
export function reportFailure(error: unknown): void {
  const known = asFailure(error);
  process.stderr.write(`daybook: ${known.message}\n`);
  if (process.env['DEBUG'] !== undefined && error instanceof Error) {
    process.stderr.write(`${error.stack ?? ''}\n`);
  }
  process.exitCode = exitCodes[known.kind];
}

const otherFolder = 'Name another place with --data, or with the option that named this one.';
const noRoom = 'Free space on the disk, then run it again.';

/** What the system says of a place where nothing can be written, by its code: no defect of ours, and the operator can mend it. */
const placeRemedies: Readonly<Record<string, string>> = {
  EACCES: `This user may not do that. Give it the right, or: ${otherFolder}`,
  EPERM: `This user may not do that. Give it the right, or: ${otherFolder}`,
  EROFS: otherFolder,
  EEXIST: `A file stands where a folder is needed. ${otherFolder}`,
  ENOTDIR: `A file stands where a folder is needed. ${otherFolder}`,
  ENOSPC: noRoom,
  SQLITE_FULL: noRoom,
};

function placeFailure(error: unknown): CliFailure | null {
  const { code, message } = error as NodeJS.ErrnoException;
  const remedy = placeRemedies[code ?? ''];
  return remedy === undefined ? null : new CliFailure('usage', `${message}. ${remedy}`);
}

function asFailure(error: unknown): CliFailure {
  if (error instanceof CliFailure) {
    return error;
  }
  const { code, message, name } = error as { readonly code?: unknown; readonly message?: string; readonly name?: string };
  if (code === 'STORE_CONNECTION_STRING') {
    return new CliFailure('usage', message ?? String(error));
  }
  if (name === 'FileRefused' || (typeof code === 'string' && /^(STORE_|STREAM_|REPORT\.|READ_MODELS\.)/.test(code))) {
    return new CliFailure('refused', message ?? String(error));
  }
  if (error instanceof RangeError) {
    return new CliFailure('usage', message ?? String(error));
  }
  return placeFailure(error) ?? new CliFailure('check-failed', `${message ?? String(error)} (unexpected; set DEBUG=1 for the place)`);
}
