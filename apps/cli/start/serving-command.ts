import { Option } from 'nest-commander';
import { CliFailure } from '../cli-failure';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { withoutSecrets, type LedgerPlace } from '../ledger-place';
import type { ServeOptions } from './serve';

export interface ServingOptions extends DataOptions {
  readonly port?: number;
  readonly nodePort?: number;
  /** False: no node beside the API. */
  readonly node?: boolean;
}

/** The port of the API, where none is given. */
export const defaultPort = 3000;
/** The port EventStoreDB's clients expect. */
export const defaultNodePort = 2113;

/** A command that serves the HTTP API, and beside it the node. */
export abstract class ServingCommand<Options extends ServingOptions = ServingOptions> extends LedgerCommand<Options> {
  protected servedOf(place: LedgerPlace, options: ServingOptions, host = '127.0.0.1'): ServeOptions {
    const nodePort = nodePortOf(place, options);
    return { folder: place.folder, port: options.port ?? defaultPort, host, nodePort, terminal: this.terminal };
  }

  @Option({ flags: '--port <number>', description: 'TCP port of the API (default 3000)' })
  port(text: string): number {
    return portOf(text, '--port');
  }

  @Option({ flags: '--node-port <number>', description: 'TCP port of the node for EventStoreDB clients on this machine (also DAYBOOK_NODE_PORT; default 2113)' })
  nodePort(text: string): number {
    return portOf(text, '--node-port');
  }

  @Option({ flags: '--no-node', description: 'open no node beside the API (also DAYBOOK_NODE_PORT=off)' })
  noNode(): boolean {
    return false;
  }
}

/**
 * The port of the node beside the API; null: none is opened. With the log in an EventStoreDB there is none: clients go there.
 *
 * @throws CliFailure for settings that contradict each other.
 */
export function nodePortOf({ eventStoreUrl }: Pick<LedgerPlace, 'eventStoreUrl'>, options: ServingOptions, env: NodeJS.ProcessEnv = process.env): number | null {
  if (options.node === false && options.nodePort !== undefined) {
    throw new CliFailure('usage', '--no-node and --node-port contradict each other. Leave one of them out.');
  }
  if (eventStoreUrl !== null) {
    if (options.nodePort !== undefined) {
      const where = withoutSecrets(eventStoreUrl);
      throw new CliFailure('usage', `--node-port ${options.nodePort}: the log lies in ${where}, and a node shows only the log of a data folder. Leave --node-port out and let clients connect there.`);
    }
    return null;
  }
  if (options.node === false) {
    return null;
  }
  const setting = env['DAYBOOK_NODE_PORT'];
  if (options.nodePort !== undefined || setting === undefined || setting === '') {
    return options.nodePort ?? defaultNodePort;
  }
  return setting === 'off' ? null : portOf(setting, 'DAYBOOK_NODE_PORT', ', or off');
}

/** @throws CliFailure when the text is no port. */
export function portOf(text: string, setting: string, otherwise = ''): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new CliFailure('usage', `${setting} ${JSON.stringify(text)}: give a number from 0 to 65535 (0 takes a free one)${otherwise}.`);
  }
  return Number(text);
}
