/** What the thread that hashes part of a log is told at its start. */
export interface LeafThreadData {
  readonly file: string;
  readonly ledgerId: string;
}

/** A block is some rows of the log in a row. It is hashed first, and placed once all facts before it are counted. */
export type LeafRequest =
  | {
      readonly kind: 'hash';
      readonly block: number;
      /** Rows after `from`, up to `to`. */
      readonly from: number;
      readonly to: number;
      /** Also whether ids follow from content: where no seal binds them. */
      readonly withId: boolean;
    }
  | {
      readonly kind: 'place';
      readonly block: number;
      /** Of its first fact. */
      readonly sequence: number;
      /** Running maximum before it, milliseconds since the Unix epoch. */
      readonly recordedAt: number;
    };

export interface HashedBlock {
  readonly kind: 'hashed';
  readonly facts: number;
  /** Highest stamp in it, milliseconds since the Unix epoch; 0 without facts. */
  readonly recordedAt: number;
}

/** One entry a fact; 32 bytes in `leaves`. */
export interface PlacedBlock {
  readonly kind: 'placed';
  readonly leaves: Uint8Array;
  readonly streamKeys: Float64Array;
  readonly revisions: Float64Array;
  readonly recordedAt: Float64Array;
}

/** `unfit`: something in it is not as written, or cannot be read; what it is, the walk in one thread says. */
export type LeafAnswer = HashedBlock | PlacedBlock | { readonly kind: 'unfit' };
