import { emptyRoot, nodeHash, type Hash } from './node-hash';

/**
 * A Merkle tree (RFC 9162, 2.1) that only grows, kept as the roots of its complete subtrees, from the largest to the
 * smallest: one for each bit set in its size. That is all that the root of any later tree needs, whatever the size.
 */
export class GrowingTree {
  private leaves = 0;
  private readonly subtrees: Hash[] = [];

  /** How many leaves it holds. */
  get size(): number {
    return this.leaves;
  }

  /** @param leaf hash of the leaf, as `leafHash` makes it. */
  append(leaf: Hash): void {
    let hash = leaf;
    // Two subtrees of one size make one of the next: as often as the size ends in ones.
    for (let size = this.leaves; size % 2 === 1; size = Math.floor(size / 2)) {
      hash = nodeHash(this.subtrees.pop()!, hash);
    }
    this.subtrees.push(hash);
    this.leaves += 1;
  }

  root(): Hash {
    return rootOf(this.subtrees);
  }

  /** Roots of the complete subtrees, largest first. */
  peaks(): readonly Hash[] {
    return [...this.subtrees];
  }

  /**
   * The tree that has these peaks; null when that many do not make a tree of that size.
   *
   * @param size in leaves; what stands for so many must be checked against a signed root by the caller.
   */
  static from(size: number, peaks: readonly Hash[]): GrowingTree | null {
    if (!Number.isSafeInteger(size) || size < 0 || bitsIn(size) !== peaks.length) {
      return null;
    }
    const tree = new GrowingTree();
    tree.leaves = size;
    tree.subtrees.push(...peaks);
    return tree;
  }
}

/** Smaller subtrees are joined first, from the right. */
function rootOf(subtrees: readonly Hash[]): Hash {
  const last = subtrees[subtrees.length - 1];
  if (last === undefined) {
    return emptyRoot();
  }
  let root = last;
  for (let at = subtrees.length - 2; at >= 0; at -= 1) {
    root = nodeHash(subtrees[at]!, root);
  }
  return root;
}

function bitsIn(size: number): number {
  let bits = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) {
    bits += rest % 2;
  }
  return bits;
}
