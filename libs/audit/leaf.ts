import { hashOfBytes, lengthPrefixed, prefixedBytes, type ByteText } from '#event-store';
import { leafHash, type Hash } from './merkle/node-hash';

/** What a seal binds of one fact: its place, its time, and through the content hash everything in its envelope. */
export interface SealedFact {
  /** Count of own events up to this one, from 1. */
  readonly sequence: number;
  /** Running maximum of the stamps, milliseconds since the Unix epoch. */
  readonly recordedAt: number;
  readonly stream: string;
  readonly revision: number;
  /** The event's id. */
  readonly id: string;
  readonly contentHash: string;
}

/** Bytes of the leaf: every field behind its length, so that no two facts share them. */
export const leafText = (ledgerId: string, fact: SealedFact): string =>
  lengthPrefixed([
    'daybook-leaf-1', ledgerId, String(fact.sequence), String(fact.recordedAt), fact.stream, String(fact.revision), fact.id, fact.contentHash,
  ]);

/** Hash of the leaf of one fact in the tree of its ledger. */
export const factLeaf = (ledgerId: string, fact: SealedFact): Hash => leafHash(leafText(ledgerId, fact));

/** The same of facts whose texts are byte texts, in two steps: what a fact says of itself, then its place and time. */
export class ByteLeaves {
  /** The byte 0 first, as in every leaf (RFC 9162, 2.1.1). */
  private readonly begin: ByteText;

  constructor(ledgerId: string) {
    this.begin = `\0${Buffer.from(lengthPrefixed(['daybook-leaf-1', ledgerId])).toString('latin1')}`;
  }

  leaf(fact: SealedFact): Hash {
    return Buffer.from(hashOfBytes(this.head(fact) + leafTail({ ...fact, revision: String(fact.revision) }), 'binary'), 'latin1');
  }

  /** What stands before the tail. */
  head({ sequence, recordedAt }: Pick<SealedFact, 'sequence' | 'recordedAt'>): ByteText {
    return this.begin + prefixedBytes(String(sequence)) + prefixedBytes(String(recordedAt));
  }
}

/** What of a leaf is known before its place is. */
export const leafTail = ({ stream, revision, id, contentHash }: Readonly<Record<'stream' | 'revision' | 'id' | 'contentHash', ByteText>>): ByteText =>
  prefixedBytes(stream) + prefixedBytes(revision) + prefixedBytes(id) + prefixedBytes(contentHash);
