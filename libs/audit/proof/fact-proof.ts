import { canonicalJson, contentHashOf, eventId, type EventCodec, type EventMetadata, type EventStore, type RecordedEvent } from '#event-store';
import { readAnchor, type Anchor } from '../anchor/anchor';
import { factLeaf } from '../leaf';
import { hashFromHex, type Hash } from '../merkle/node-hash';
import { inclusionRanges, SubtreeGatherer } from '../merkle/proof-hashes';
import { provesInclusion } from '../merkle/verify-proof';

/** One fact with everything needed to check, without the log, that a seal covers it. Plain JSON. */
export interface FactProof {
  readonly daybook: 'fact-proof-1';
  readonly sequence: number;
  /** Milliseconds since the Unix epoch. */
  readonly recordedAt: number;
  readonly event: {
    readonly stream: string;
    readonly revision: number;
    readonly id: string;
    readonly type: string;
    /** As stored. */
    readonly data: string;
    readonly metadata: string;
  };
  /** Sibling hashes from the leaf to the root, hex. */
  readonly path: readonly string[];
  readonly seal: Anchor;
}

/** A fact looked for in the log. */
export interface FoundFact {
  readonly recorded: RecordedEvent;
  readonly sequence: number;
  readonly recordedAt: number;
}

/**
 * Reads the log once up to the seal and gathers the proof that the fact is in it. Memory does not grow with the log.
 *
 * @throws Error when the seal does not reach the fact, or the log ends before the seal.
 */
export async function proveFact(source: { readonly store: EventStore; readonly codec: EventCodec }, fact: FoundFact, seal: Anchor): Promise<FactProof> {
  if (fact.sequence > seal.size) {
    throw new Error(`sequence ${fact.sequence} is not covered by the seal over ${seal.size} facts: seal the log first`);
  }
  const gatherer = new SubtreeGatherer(inclusionRanges(fact.sequence - 1, seal.size));
  await eachLeaf(source, seal.size, (leaf) => gatherer.see(leaf));
  const { stream, revision, id, type, data, metadata } = fact.recorded;
  return {
    daybook: 'fact-proof-1',
    sequence: fact.sequence,
    recordedAt: fact.recordedAt,
    event: { stream, revision, id, type, data, metadata },
    path: gatherer.roots().map((hash) => hash.toString('hex')),
    seal,
  };
}

/** Calls back with the leaf of every fact up to a sequence, in order. */
export async function eachLeaf({ store, codec }: { readonly store: EventStore; readonly codec: EventCodec }, size: number, see: (leaf: Hash) => void): Promise<void> {
  let sequence = 0;
  let recordedAt = 0;
  for await (const page of store.readAll(null)) {
    for (const recorded of page) {
      const found = sequence < size ? codec.inspect(recorded) : null;
      if (found === null) continue;
      sequence += 1;
      recordedAt = Math.max(recordedAt, found.copy?.recordedAt ?? recorded.createdAt);
      const { stream, revision, id } = recorded;
      see(factLeaf(codec.ledgerId, { sequence, recordedAt, stream, revision, id, contentHash: found.contentHash }));
    }
    if (sequence >= size) return;
  }
}

export type ProofVerdict =
  | { readonly ok: true; readonly proof: FactProof }
  /** What does not fit, in words. */
  | { readonly ok: false; readonly problem: string };

/** Checks a proof by itself: nothing else is read. That the seal's key is the ledger's is for the reader to compare. Never throws. */
export function checkFactProof(text: string): ProofVerdict {
  try {
    return checkParsed(JSON.parse(text) as FactProof);
  } catch {
    return { ok: false, problem: 'it is no proof of a fact' };
  }
}

function checkParsed(proof: FactProof): ProofVerdict {
  const bad = (problem: string): ProofVerdict => ({ ok: false, problem });
  if (proof.daybook !== 'fact-proof-1' || !Number.isSafeInteger(proof.sequence) || !Number.isSafeInteger(proof.recordedAt)) {
    return bad('it is no proof of a fact');
  }
  const reading = readAnchor(JSON.stringify({ ...proof.seal, daybook: 'seal-1' }));
  if (!reading.ok) {
    return bad(`its seal ${reading.problem}`);
  }
  const metadata = JSON.parse(proof.event.metadata) as EventMetadata;
  const { stream, revision, id, type } = proof.event;
  const data = canonicalJson(JSON.parse(proof.event.data));
  const contentHash = contentHashOf({ stream, revision, type, version: metadata.schemaVersion, data, metadata: { ...metadata } });
  if (metadata.contentHash !== contentHash || id !== eventId(stream, revision, contentHash)) {
    return bad('the event does not fit its content hash: it was changed');
  }
  const { anchor } = reading;
  const path = proof.path.map(hashFromHex);
  const leaf = factLeaf(anchor.ledgerId, { sequence: proof.sequence, recordedAt: proof.recordedAt, stream, revision, id, contentHash });
  const known = path.every((hash): hash is Hash => hash !== null);
  if (metadata.ledgerId !== anchor.ledgerId || !known || !provesInclusion(leaf, proof.sequence - 1, { size: anchor.size, root: hashFromHex(anchor.rootHash)! }, path)) {
    return bad(`the seal over ${anchor.size} facts does not cover this event at sequence ${proof.sequence}`);
  }
  return { ok: true, proof };
}
