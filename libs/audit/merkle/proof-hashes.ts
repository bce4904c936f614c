import { GrowingTree } from './growing-tree';
import type { Hash } from './node-hash';

/** Leaves `from` to `to` (exclusive), counted from 0. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** Largest power of two below `size`; `size` is at least 2. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) {
    split *= 2;
  }
  return split;
}

/** The subtrees whose roots prove that the leaf at `index` is in the tree of `size` leaves, nearest first (RFC 9162, 2.1.3.1). */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  const ranges: LeafRange[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/** The subtrees whose roots prove that the tree of `first` leaves is the beginning of that of `second` (RFC 9162, 2.1.4.1). */
export function consistencyRanges(first: number, second: number): readonly LeafRange[] {
  if (first === second || first === 0) {
    return [];
  }
  const ranges: LeafRange[] = [];
  let from = 0;
  let to = second;
  // Whether the rest of the first tree is a complete subtree whose root the checker already has.
  let known = true;
  while (first !== to) {
    const middle = from + splitOf(to - from);
    if (first <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
      known = false;
    }
  }
  if (!known) {
    ranges.push({ from, to });
  }
  return ranges.reverse();
}

/** Gathers the roots of some subtrees while every leaf passes once, in order: memory does not grow with the tree. */
export class SubtreeGatherer {
  private readonly trees: { readonly range: LeafRange; readonly tree: GrowingTree }[];
  private index = 0;

  constructor(ranges: readonly LeafRange[]) {
    this.trees = ranges.map((range) => ({ range, tree: new GrowingTree() }));
  }

  see(leaf: Hash): void {
    for (const { range, tree } of this.trees) {
      if (this.index >= range.from && this.index < range.to) {
        tree.append(leaf);
      }
    }
    this.index += 1;
  }

  /** The roots, in the order of the ranges. @throws Error while leaves are missing. */
  roots(): readonly Hash[] {
    return this.trees.map(({ range, tree }) => {
      if (tree.size !== range.to - range.from) {
        throw new Error(`leaves ${range.from} to ${range.to - 1} were not all seen: ${tree.size} of ${range.to - range.from}`);
      }
      return tree.root();
    });
  }
}
