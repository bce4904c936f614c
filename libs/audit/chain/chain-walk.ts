import type { EventCodec, InspectedEvent, RecordedEvent, StoredBytes } from '#event-store';
import type { Anchor } from '../anchor/anchor';
import { CheckBuilder, type Check } from '../check';
import { ByteLeaves, factLeaf, type SealedFact } from '../leaf';
import { GrowingTree } from '../merkle/growing-tree';
import type { Hash } from '../merkle/node-hash';
import { HiddenStreams } from './hidden-streams';
import type { PlacedSeal, SealRecord } from './seal-record';
import type { PlacedLeaf } from './placed-leaf';
import { StreamHeads } from './stream-heads';

/** A claim about the first `size` facts: by a seal in the log, or by one that somebody kept outside. */
interface Claim {
  readonly size: number;
  readonly rootHash: string;
  readonly recordedAt: number;
  readonly name: string;
  readonly by: 'seal' | 'anchor';
}

/** What the walk takes of an event, besides what its codec found. */
type PlacedFact = Pick<RecordedEvent, 'stream' | 'revision' | 'id' | 'type' | 'createdAt'>;

/** How far the log is proven. */
export interface ChainHead {
  readonly facts: number;
  readonly rootHash: string;
  /** Facts after the last seal: written since, and not yet protected by it. */
  readonly unsealed: number;
}

/**
 * Follows the own events of a log and checks that each is what was written, that no stream has a hole, and that at the
 * size of every seal and anchor the tree over all facts has the root that was signed.
 */
export class ChainWalk {
  private readonly hashes = new CheckBuilder('content hashes', 'facts unchanged since they were written');
  private readonly revisions = new CheckBuilder('stream revisions', 'facts, each at the next revision of its stream');
  private readonly seals = new CheckBuilder('seals', 'seals over the log from its beginning');
  private readonly anchors = new CheckBuilder('anchors', 'seals kept outside the log');
  private readonly tree = new GrowingTree();
  private readonly heads = new StreamHeads();
  private readonly hidden = new HiddenStreams();
  private readonly leaves: ByteLeaves;
  private readonly claims: readonly Claim[];
  private nextClaim = 0;
  private recordedAt = 0;
  /** Size of the last seal. */
  private readonly sealed: number;
  /** Where the last claim that held ends: what broke after it is looked for there. */
  private proven = 0;

  constructor(
    private readonly codec: EventCodec,
    private readonly record: SealRecord,
    private readonly outside: readonly Anchor[],
  ) {
    this.leaves = new ByteLeaves(codec.ledgerId);
    this.sealed = record.seals[record.seals.length - 1]?.seal.size ?? 0;
    this.claims = [...record.seals.map(sealClaim), ...outside.map(anchorClaim)].sort((one, other) => one.size - other.size);
    for (const problem of record.problems) this.seals.problem(problem);
    if (record.seals.length === 0) this.seals.problem('the log holds no seal, so nothing proves that it is whole: seal it with daybook seal');
    for (const anchor of outside) this.compareLedger(anchor);
  }

  /** How many facts it has seen. */
  get facts(): number {
    return this.tree.size;
  }

  /** Facts that the last seal covers. */
  get sealedSize(): number {
    return this.sealed;
  }

  see(recorded: RecordedEvent): void {
    // The tree binds the ids of what is sealed.
    const found = this.codec.inspect(recorded, this.tree.size >= this.sealed);
    if (found === null) this.hidden.see(recorded);
    else this.place(recorded, found, (fact) => factLeaf(this.codec.ledgerId, fact));
  }

  /** As `see`, of an event in the bytes it is kept in: several times faster. */
  seeBytes(kept: StoredBytes): void {
    const found = this.codec.inspectBytes(kept, this.tree.size >= this.sealed);
    if (found === null) {
      this.hidden.see(kept);
      return;
    }
    const { stream, id, type, createdAt } = kept;
    this.place({ stream, id, type, createdAt, revision: Number(kept.revision) }, found, this.byteLeaf);
  }

  /** As `see`, of a fact that a thread found intact. False where it does not follow in its stream: then `see` tells it in words. */
  seeLeaf({ leaf, streamKey, revision, recordedAt }: PlacedLeaf): boolean {
    this.hashes.look();
    this.revisions.look();
    this.recordedAt = recordedAt;
    this.tree.append(leaf);
    this.compareClaims();
    return this.heads.advanceKey(streamKey, revision) === revision - 1;
  }

  private readonly byteLeaf = (fact: SealedFact): Hash => this.leaves.leaf(fact);

  private place({ stream, revision, id, type, createdAt }: PlacedFact, { contentHash, copy, intact }: InspectedEvent, leafOf: (fact: SealedFact) => Hash): void {
    const sequence = this.tree.size + 1;
    this.hashes.look();
    if (!intact) this.hashes.problem(`sequence ${sequence}: ${stream}@${revision} ${type} does not fit its content hash`);
    this.follow(stream, revision, sequence);
    this.recordedAt = Math.max(this.recordedAt, copy?.recordedAt ?? createdAt);
    this.tree.append(leafOf({ sequence, recordedAt: this.recordedAt, stream, revision, id, contentHash }));
    this.compareClaims();
  }

  /** After the last event. */
  finish(): { readonly checks: readonly Check[]; readonly head: ChainHead } {
    const facts = this.tree.size;
    for (const problem of this.hidden.problems()) this.revisions.problem(problem);
    for (const claim of this.claims.slice(this.nextClaim)) {
      this.checkOf(claim).problem(`${claim.name} covers ${claim.size} facts, but the log ends at ${facts}: ${claim.size - facts} are missing at its end`);
    }
    const head = { facts, rootHash: this.tree.root().toString('hex'), unsealed: Math.max(facts - this.sealed, 0) };
    return { checks: [this.hashes, this.revisions, this.seals, this.keyCheck(), this.anchors].map((check) => check.result()), head };
  }

  private follow(stream: string, revision: number, sequence: number): void {
    this.revisions.look();
    const expected = this.heads.advance(stream, revision) + 1;
    if (revision !== expected) {
      this.revisions.problem(`sequence ${sequence}: ${stream} continues at revision ${revision}, not ${expected}`);
    }
  }

  private compareClaims(): void {
    for (let claim = this.claims[this.nextClaim]; claim?.size === this.tree.size; claim = this.claims[this.nextClaim]) {
      this.nextClaim += 1;
      const check = this.checkOf(claim);
      check.look();
      if (claim.rootHash !== this.tree.root().toString('hex')) {
        check.problem(`${claim.name} over ${claim.size} facts does not fit: something in sequences ${this.proven + 1} to ${claim.size} was changed, removed, added or moved`);
      } else if (claim.recordedAt !== this.recordedAt) {
        check.problem(`${claim.name} over ${claim.size} facts names another recorded time`);
      } else {
        this.proven = claim.size;
      }
    }
  }

  private checkOf({ by }: Claim): CheckBuilder {
    return by === 'seal' ? this.seals : this.anchors;
  }

  private compareLedger({ ledgerId, keyId, size }: Anchor): void {
    if (ledgerId !== this.codec.ledgerId) {
      this.anchors.problem(`the anchor of ${size} facts belongs to ledger ${ledgerId}, not to ${this.codec.ledgerId}`);
    } else if (!this.record.keys.has(keyId)) {
      this.anchors.problem(`the anchor of ${size} facts is signed by key ${keyId}, which this log never introduced`);
    }
  }

  private keyCheck(): CheckBuilder {
    const check = new CheckBuilder('seal keys', 'keys, each introduced by the one before');
    check.look(this.record.keys.size);
    const anchored = new Set(this.outside.map(({ keyId }) => keyId));
    for (const keyId of this.record.unendorsed.filter((id) => !anchored.has(id))) {
      check.problem(`key ${keyId} was introduced without the signature of the key before; an anchor made with it, kept outside, would settle it`);
    }
    return check;
  }
}

const sealClaim = ({ revision, seal }: PlacedSeal): Claim => ({ ...seal, name: `the seal at revision ${revision}`, by: 'seal' });
const anchorClaim = (anchor: Anchor): Claim => ({ ...anchor, name: 'the anchor', by: 'anchor' });
