/** Where time and fresh ids come from. Injected, so that a test or a replay can hold them still. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** Makes ids for what has no natural one. */
export interface IdSource {
  readonly next: () => string;
}
