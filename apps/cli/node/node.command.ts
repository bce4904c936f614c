import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { Command, Option } from 'nest-commander';
import { startNode, type RunningNode } from '#event-store/node';
import { CliFailure } from '../cli-failure';
import { DaybookCommand } from '../daybook-command';
import { askedToStop } from '../start/until-stopped';
import { portOf } from '../start/serving-command';
import { openNodeLog, type NodeLog } from './node-log';
import { nodeSettings, type NodeCommandOptions, type NodeSettings } from './node-settings';

const environment = `
Each setting may come from the environment instead: PORT, HOST, TLS (true or false), TLS_CERT, TLS_KEY (paths), DATA,
MEMORY, INSECURE (true or false), ADMIN_PASSWORD, OPS_PASSWORD. Options win. Passwords belong there: options can be seen by
everybody who lists the processes of this machine.
`;

@Command({ name: 'node', description: 'run a node alone: an event store for EventStoreDB clients, over a log of its own' })
export class NodeCommand extends DaybookCommand<NodeCommandOptions> {
  override setCommand(command: Parameters<DaybookCommand['setCommand']>[0]): this {
    command.addHelpText('after', environment);
    return super.setCommand(command);
  }

  protected override async execute(_args: readonly string[], options: NodeCommandOptions): Promise<void> {
    const settings = nodeSettings(options);
    const tls = await readTls(settings);
    const stopped = askedToStop();
    const log = await openNodeLog(settings.folder);
    try {
      const node = await started(settings, log, tls);
      try {
        for (const note of [log.kept, ...settings.notes]) {
          this.terminal.note(note);
        }
        // The one line on standard output: whoever started this process waits for it.
        this.terminal.print(`Daybook node ready on ${node.connectionString}`);
        await Promise.race([stopped, node.closed]);
        this.terminal.note('Stopping …');
      } finally {
        await node.close();
      }
    } finally {
      await log.close();
    }
  }

  @Option({ flags: '--port <number>', description: 'TCP port (default 2113; 0 takes a free one)' })
  port(text: string): number {
    return portOf(text, '--port');
  }

  @Option({ flags: '--host <address>', description: 'address to listen on (default 127.0.0.1: this machine only)' })
  host(address: string): string {
    return address;
  }

  @Option({ flags: '--tls-cert <file>', description: 'certificate in PEM; with TLS callers say who they are' })
  tlsCert(file: string): string {
    return file;
  }

  @Option({ flags: '--tls-key <file>', description: 'private key of the certificate, in PEM' })
  tlsKey(file: string): string {
    return file;
  }

  @Option({ flags: '--data <folder>', description: 'folder of the log (default ./data/node)' })
  data(folder: string): string {
    return folder;
  }

  @Option({ flags: '--memory', description: 'keep nothing: the log is gone when the node ends' })
  memory(): boolean {
    return true;
  }

  @Option({ flags: '--admin-password <password>', description: 'password of the user admin (default changeit); better in ADMIN_PASSWORD' })
  adminPassword(password: string): string {
    return password;
  }

  @Option({ flags: '--ops-password <password>', description: 'password of the user ops (default changeit); better in OPS_PASSWORD' })
  opsPassword(password: string): string {
    return password;
  }

  @Option({ flags: '--insecure', description: 'listen beyond this machine without TLS: anybody who reaches the port may write' })
  insecure(): boolean {
    return true;
  }
}

interface TlsTexts {
  readonly certificate: string;
  readonly privateKey: string;
}

async function readTls({ tls }: NodeSettings): Promise<TlsTexts | null> {
  if (tls === null) return null;
  const texts = { certificate: await readPem(tls.certFile, 'certificate'), privateKey: await readPem(tls.keyFile, 'private key') };
  try {
    createSecureContext({ cert: texts.certificate, key: texts.privateKey });
    return texts;
  } catch (error) {
    throw new CliFailure(
      'usage',
      `${tls.certFile} and ${tls.keyFile} cannot be used together (${(error as Error).message}). Give a certificate and its own private key, both in PEM, the key without a password.`,
    );
  }
}

async function readPem(file: string, what: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CliFailure('usage', `The ${what} ${file} cannot be read (${error.code ?? error.message}). Check the path and who may read it.`);
  });
  if (!text.includes('-----BEGIN ')) {
    throw new CliFailure('usage', `${file} holds no ${what} in PEM. It must begin with a line -----BEGIN …-----.`);
  }
  return text;
}

async function started({ port, host, adminPassword, opsPassword }: NodeSettings, { store }: NodeLog, tls: TlsTexts | null): Promise<RunningNode> {
  const passwords = { ...(adminPassword === undefined ? {} : { adminPassword }), ...(opsPassword === undefined ? {} : { opsPassword }) };
  try {
    return await startNode({ log: store, port, host, ...(tls === null ? {} : { tls }), ...passwords });
  } catch (error) {
    const { message } = error as Error;
    throw new CliFailure('refused', `${message}. Choose another port with --port or PORT${tls === null ? '' : ', or look at the certificate and its key'}.`);
  }
}
