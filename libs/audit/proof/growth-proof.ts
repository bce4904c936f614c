import type { EventCodec, EventStore } from '#event-store';
import { readAnchor, type Anchor } from '../anchor/anchor';
import { hashFromHex, type Hash } from '../merkle/node-hash';
import { consistencyRanges, SubtreeGatherer } from '../merkle/proof-hashes';
import { provesConsistency } from '../merkle/verify-proof';
import { eachLeaf, type ProofVerdict } from './fact-proof';

/** That the log of a later seal begins with exactly the facts of an earlier one. Plain JSON. */
export interface GrowthProof {
  readonly daybook: 'growth-proof-1';
  readonly earlier: Anchor;
  readonly later: Anchor;
  /** Hex. */
  readonly path: readonly string[];
}

/** Reads the log once up to the later seal. Precondition: the earlier one is not the larger. */
export async function proveGrowth(source: { readonly store: EventStore; readonly codec: EventCodec }, earlier: Anchor, later: Anchor): Promise<GrowthProof> {
  const gatherer = new SubtreeGatherer(consistencyRanges(earlier.size, later.size));
  await eachLeaf(source, later.size, (leaf) => gatherer.see(leaf));
  return { daybook: 'growth-proof-1', earlier, later, path: gatherer.roots().map((hash) => hash.toString('hex')) };
}

/** Checks a proof by itself. Never throws. */
export function checkGrowthProof(text: string): Exclude<ProofVerdict, { ok: true }> | { readonly ok: true; readonly proof: GrowthProof } {
  try {
    const proof = JSON.parse(text) as GrowthProof;
    return proof.daybook === 'growth-proof-1' ? checkParsed(proof) : { ok: false, problem: 'it is no proof of growth' };
  } catch {
    return { ok: false, problem: 'it is no proof of growth' };
  }
}

function checkParsed(proof: GrowthProof): ReturnType<typeof checkGrowthProof> {
  const earlier = readAnchor(JSON.stringify({ ...proof.earlier, daybook: 'seal-1' }));
  const later = readAnchor(JSON.stringify({ ...proof.later, daybook: 'seal-1' }));
  if (!earlier.ok) return { ok: false, problem: `its earlier seal ${earlier.problem}` };
  if (!later.ok) return { ok: false, problem: `its later seal ${later.problem}` };
  const head = ({ size, rootHash }: Anchor) => ({ size, root: hashFromHex(rootHash)! });
  const path = proof.path.map(hashFromHex);
  const known = path.every((hash): hash is Hash => hash !== null);
  if (earlier.anchor.ledgerId !== later.anchor.ledgerId || !known || !provesConsistency(head(earlier.anchor), head(later.anchor), path)) {
    return { ok: false, problem: `the log over ${later.anchor.size} facts is not shown to begin with the ${earlier.anchor.size} of the earlier seal` };
  }
  return { ok: true, proof };
}
