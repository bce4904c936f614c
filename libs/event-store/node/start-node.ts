import { Worker } from 'node:worker_threads';
import { compiledFile } from '../compiled-file';
import type { EmbeddedStore } from '../embedded';
import type { NodeThreadSettings, ToOwner, ToThread } from './link/link-messages';
import { OwnerLink } from './link/owner-link';
import { endOf } from './link/thread-end';
import { writeSystemEvents } from './system-events';
import { newId } from './system.adapter';

export interface NodeOptions {
  /** The log, opened for writing by this thread: the node reads it by itself and sends its writes here. */
  readonly log: EmbeddedStore;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM texts. Without them the node speaks plain text and asks nobody who they are. */
  readonly tls?: { readonly certificate: string; readonly privateKey: string };
  /** Passwords of the users `admin` and `ops`; only with TLS. Default `changeit`, as the real server has it. */
  readonly adminPassword?: string;
  readonly opsPassword?: string;
  /** Refuses every write to Daybook's own categories: set where a server beside it owns them. */
  readonly protectOwnStreams?: boolean;
  /**
   * Begins an empty log with the records of users a fresh server has, so that a client meets them before it meets a
   * cluster. Default: unless own streams are protected, because such a log is Daybook's.
   */
  readonly systemEvents?: boolean;
  /** Hears of what should not have happened inside the node; one line or a stack each. Default: standard error. */
  readonly onTrouble?: (message: string) => void;
}

export interface RunningNode {
  readonly host: string;
  readonly port: number;
  /** `esdb://…` with which the official client reaches it from this machine; holds no secret. */
  readonly connectionString: string;
  /** Resolves once the node has closed; rejects when its thread has died. Unheeded, that ends the process. */
  readonly closed: Promise<void>;
  /** Ends open calls with CANCELLED, then the thread. The log stays open. */
  close(): Promise<void>;
}

/**
 * Starts an EventStoreDB node over the log, in a thread of its own, so that a replay never blocks a request here.
 *
 * @throws Error when it cannot listen there.
 */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const settings = settingsOf(options);
  if (options.systemEvents ?? !settings.protectOwnStreams) await writeSystemEvents(options.log, newId);
  const worker = new Worker(compiledFile('node/node-thread'), { workerData: settings });
  const send = (message: ToThread): void => worker.postMessage(message);
  const link = new OwnerLink((write) => options.log.write(write), send);
  const stopListening = options.log.onCommitted(() => send({ kind: 'committed' }));
  const trouble = options.onTrouble ?? ((message: string): void => void process.stderr.write(`${message}\n`));
  const closed = endOf(worker).finally(stopListening);
  const port = await new Promise<number>((listening, failed) => {
    closed.then(() => failed(new Error('the node ended before it listened')), failed);
    worker.on('message', (message: ToOwner) => {
      switch (message.kind) {
        case 'listening':
          return listening(message.port);
        case 'failed-to-listen':
          return failed(new Error(`the node cannot listen on ${settings.host}:${settings.port}: ${message.message}`));
        case 'writes':
          return link.take(message.requests);
        case 'trouble':
          return trouble(`node: ${message.message}`);
      }
    });
  });
  const close = async (): Promise<void> => {
    send({ kind: 'close' });
    await closed;
  };
  return { host: settings.host, port, connectionString: connectionStringOf(settings, port), closed, close };
}

function settingsOf(options: NodeOptions): NodeThreadSettings {
  const { log, host = '127.0.0.1', port, tls, adminPassword = 'changeit', opsPassword = 'changeit', protectOwnStreams = false } = options;
  const passwords = { admin: adminPassword, ops: opsPassword };
  return { file: log.file, host, port, tls: tls ?? null, passwords, protectOwnStreams, instanceId: newId() };
}

const connectionStringOf = ({ host, tls }: NodeThreadSettings, port: number): string =>
  `esdb://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}?tls=${tls === null ? 'false' : 'true'}`;
