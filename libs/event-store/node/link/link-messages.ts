import type { LogWrite, LogWriteOutcome } from '../../embedded/log-write';

/** What the owner of the log starts the node's thread with. */
export interface NodeThreadSettings {
  readonly file: string;
  readonly host: string;
  readonly port: number;
  readonly instanceId: string;
  readonly tls: { readonly certificate: string; readonly privateKey: string } | null;
  /** Passwords by user name; none are asked for without TLS. */
  readonly passwords: Readonly<Record<string, string>>;
  readonly protectOwnStreams: boolean;
}

/** One write on its way to the owner. */
export interface WriteRequest {
  readonly id: number;
  readonly write: LogWrite;
}

/** What became of one. */
export type WriteAnswer =
  | { readonly id: number; readonly outcome: LogWriteOutcome }
  /** The store refused; nothing was written. */
  | { readonly id: number; readonly refused: string; readonly code: string };

export type ToOwner =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed-to-listen'; readonly message: string }
  | { readonly kind: 'writes'; readonly requests: readonly WriteRequest[] }
  | { readonly kind: 'trouble'; readonly message: string };

export type ToThread =
  | { readonly kind: 'answers'; readonly answers: readonly WriteAnswer[] }
  /** The log has grown. */
  | { readonly kind: 'committed' }
  | { readonly kind: 'close' };
