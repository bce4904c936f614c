import { lengthPrefixed } from '#event-store';

/** What a seal says, and its signature covers. */
export interface SealedHead {
  readonly ledgerId: string;
  /** Ledger sequence of the last fact sealed. */
  readonly size: number;
  /** Hex. */
  readonly rootHash: string;
  /** Recorded time of the last fact sealed, milliseconds since the Unix epoch. */
  readonly recordedAt: number;
}

/** The bytes a seal's signature covers. */
export const sealText = ({ ledgerId, size, rootHash, recordedAt }: SealedHead): Buffer =>
  Buffer.from(lengthPrefixed(['daybook-seal-1', ledgerId, String(size), rootHash, String(recordedAt)]));

/** The bytes that the signature of an older key covers when it endorses the next one. */
export const endorsementText = (ledgerId: string, publicKey: string): Buffer => Buffer.from(lengthPrefixed(['daybook-seal-key-1', ledgerId, publicKey]));
