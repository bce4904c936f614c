import type { Hash } from '../merkle/node-hash';

/** A fact whose content hash fits, at its place in the log. */
export interface PlacedLeaf {
  readonly leaf: Hash;
  /** See `streamKey`. */
  readonly streamKey: number;
  readonly revision: number;
  /** Running maximum of the stamps, milliseconds since the Unix epoch. */
  readonly recordedAt: number;
}
