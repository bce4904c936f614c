import type { Refusal } from '#ledger';

/** Who asks, and under which id. Made at the edge: the HTTP server, an import, the CLI. */
export interface CommandContext {
  /** The name of the API key, or `import`, `policy`, …; stands in every event's metadata. */
  readonly actor: string;
  /** The sender's Idempotency-Key, else an id made at the edge. */
  readonly commandId: string;
  readonly correlationId: string;
  /** What the caller's key may do; absent for imports and the command line, which hold the data folder. */
  readonly role?: string;
  /** Which key it is; names may be given twice. */
  readonly keyId?: string;
  /** How it came in; absent: by a program that holds the data folder. */
  readonly channel?: 'http' | 'local';
  /**
   * From `If-Match`: the stream revision the sender decided on. When the guarding stream (customer, entity,
   * account) stands elsewhere the command is refused as a conflict, `PRECONDITION.REVISION_CHANGED`.
   */
  readonly expectedRevision?: number;
}

/** What a command came to. A refusal is a value; only impossible states throw. */
export type CommandResult<Answer> =
  | {
      readonly kind: 'accepted';
      readonly answer: Answer;
      /** Position of the last event written or decided on; queries take it as `min`. */
      readonly writeToken: string | null;
      /** True: it was done before, and this is the first answer again. */
      readonly repeated: boolean;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Nobody knows whether it was written. Repeat with the same key to find out. */
  | { readonly kind: 'unknown'; readonly message: string };
