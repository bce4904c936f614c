import type { EmbeddedStore } from '../embedded';

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
}

export interface RunningNode {
  readonly host: string;
  readonly port: number;
  /** `esdb://…` with which the official client reaches it from this machine; holds no secret. */
  readonly connectionString: string;
  close(): Promise<void>;
}

export function startNode(options: NodeOptions): Promise<RunningNode> {
  return Promise.reject(new Error(`no node for ${options.log.description} yet`));
}
