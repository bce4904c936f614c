/**
 * Lets one of several processes do what each of them could. It saves work, nothing else: two holders at once, for a
 * moment, must do no harm.
 */
export interface Lease {
  /**
   * Waits for its turn; whatever breaks on the way is tried again. Null when the signal aborts first.
   * The term ends with `lost`, or when it is given back.
   */
  acquire(signal: AbortSignal): Promise<LeaseTerm | null>;
}

export interface LeaseTerm {
  /** Aborts as soon as the lease is known to be gone: stop leading, and ask for it again. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** For work that only one process can get at: it always holds the lease. */
export const alwaysHeld: Lease = {
  acquire: async (signal) => (signal.aborted ? null : { lost: new AbortController().signal, release: async () => undefined }),
};
