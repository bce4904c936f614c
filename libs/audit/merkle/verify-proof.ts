import { nodeHash, type Hash } from './node-hash';

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const half = (value: number): number => Math.floor(value / 2);

/** A tree by its size in leaves and its root. */
export interface TreeHead {
  readonly size: number;
  readonly root: Hash;
}

/**
 * Whether the leaf stands at `index` (from 0) in the tree (RFC 9162, 2.1.3.2).
 * False for whatever is not exactly such a proof; never throws.
 */
export function provesInclusion(leaf: Hash, index: number, { size, root }: TreeHead, path: readonly Hash[]): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) {
    return false;
  }
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) {
      return false;
    }
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && hash.equals(root);
}

/**
 * Whether the first tree is the beginning of the second (RFC 9162, 2.1.4.2). A tree without leaves begins every tree, and
 * proves nothing: that is refused, as is whatever is not exactly such a proof. Never throws.
 */
export function provesConsistency(first: TreeHead, second: TreeHead, path: readonly Hash[]): boolean {
  if (!isCount(first.size) || !isCount(second.size) || first.size === 0 || first.size > second.size) {
    return false;
  }
  if (first.size === second.size) {
    return path.length === 0 && first.root.equals(second.root);
  }
  return path.length > 0 && climbs(first, second, isPowerOfTwo(first.size) ? [first.root, ...path] : path);
}

function climbs(first: TreeHead, second: TreeHead, [seed, ...path]: readonly Hash[]): boolean {
  let node = first.size - 1;
  let last = second.size - 1;
  while (node % 2 === 1) {
    node = half(node);
    last = half(last);
  }
  let older = seed!;
  let newer = seed!;
  for (const sibling of path) {
    if (last === 0) {
      return false;
    }
    if (node % 2 === 1 || node === last) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      newer = nodeHash(newer, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && older.equals(first.root) && newer.equals(second.root);
}

/** Powers of two are the sizes of which the whole tree is one complete subtree. */
function isPowerOfTwo(size: number): boolean {
  let rest = size;
  while (rest % 2 === 0) {
    rest = half(rest);
  }
  return rest === 1;
}
