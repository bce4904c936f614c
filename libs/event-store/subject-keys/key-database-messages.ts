import type { MessagePort } from 'node:worker_threads';

export interface SentKeyRow {
  readonly keyId: string;
  readonly subject: string;
  readonly key: Uint8Array | null;
}

/** What the thread of a key database is asked. */
export type KeyRequest =
  | { readonly do: 'open' | 'close' }
  | { readonly do: 'of-subject'; readonly subject: string }
  | { readonly do: 'of-id'; readonly keyId: string }
  | { readonly do: 'insert'; readonly rows: readonly SentKeyRow[] }
  | { readonly do: 'destroy'; readonly subjects: readonly string[] };

export interface AskedKeys {
  readonly id: number;
  readonly request: KeyRequest;
}

export interface KeyAnswer {
  /** Of the question. */
  readonly id: number;
  readonly rows?: readonly SentKeyRow[];
  readonly error?: string;
}

export interface KeyThreadData {
  readonly url: string;
  readonly port: MessagePort;
  /** One number, counted up with every answer that lies in the port. */
  readonly signal: Int32Array;
}
