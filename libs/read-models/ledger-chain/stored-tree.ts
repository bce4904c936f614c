import { GrowingTree, nodeHash, type Hash } from '#audit';

/** Leaves are stored in blocks: a row for each would double what the clock costs. */
export const blockLevel = 6;
export const blockLeaves = 2 ** blockLevel;
const hexDigits = 64;

/** A row: the leaves of a block (level 0), or the root of a complete subtree of `2 ** level` leaves. */
export interface TreeRow {
  readonly level: number;
  readonly place: number;
  readonly hashes: string;
}

/** Hashes that stand one behind the other. */
export function hashesIn(text: string): Hash[] {
  const bytes = Buffer.from(text, 'hex');
  return Array.from({ length: text.length / hexDigits }, (_unused, at) => bytes.subarray(at * 32, at * 32 + 32));
}

/** Grows the stored tree at its end and tells which rows that makes. */
export class StoredTree {
  #rows: TreeRow[] = [];
  #touched = false;

  /**
   * @param blocks how many blocks are whole.
   * @param leaves of the block that is not.
   * @param lastOfLevel root of the last complete subtree by level.
   */
  constructor(
    private blocks = 0,
    private leaves: Hash[] = [],
    private readonly lastOfLevel = new Map<number, string>(),
  ) {}

  append(leaf: Hash): void {
    this.leaves.push(leaf);
    this.#touched = true;
    if (this.leaves.length === blockLeaves) this.#closeBlock();
  }

  /** The rows made since it was last asked, the block at the end among them. */
  take(): readonly TreeRow[] {
    if (this.#touched && this.leaves.length > 0) this.#rows.push(this.#blockRow());
    const rows = this.#rows;
    this.#rows = [];
    this.#touched = false;
    return rows;
  }

  #closeBlock(): void {
    this.#rows.push(this.#blockRow());
    const tree = new GrowingTree();
    for (const leaf of this.leaves) tree.append(leaf);
    let root = tree.root();
    let place = this.blocks;
    for (let level = blockLevel; ; level += 1) {
      const left = this.lastOfLevel.get(level);
      this.#rows.push({ level, place, hashes: root.toString('hex') });
      this.lastOfLevel.set(level, root.toString('hex'));
      if (place % 2 === 0) break;
      root = nodeHash(Buffer.from(left!, 'hex'), root);
      place = (place - 1) / 2;
    }
    this.blocks += 1;
    this.leaves = [];
  }

  #blockRow(): TreeRow {
    return { level: 0, place: this.blocks, hashes: Buffer.concat(this.leaves).toString('hex') };
  }
}

/** Which rows give the root of the first `size` leaves: complete subtrees, largest first, and the block that is cut. */
export function rowsOfRoot(size: number): { readonly subtrees: readonly { readonly level: number; readonly place: number }[]; readonly block: number; readonly rest: number } {
  const block = Math.floor(size / blockLeaves);
  const subtrees: { level: number; place: number }[] = [];
  for (let level = 0, blocks = block; blocks > 0; level += 1, blocks = Math.floor(blocks / 2)) {
    if (blocks % 2 === 1) subtrees.unshift({ level: blockLevel + level, place: blocks - 1 });
  }
  return { subtrees, block, rest: size % blockLeaves };
}

/**
 * Root of the first `size` leaves from the rows that `rowsOfRoot` names.
 *
 * @throws Error when they are not those of a tree of that size: the read model is damaged.
 */
export function rootFrom(size: number, subtrees: readonly Hash[], leaves: readonly Hash[]): Hash {
  const rest = size % blockLeaves;
  const tree = GrowingTree.from(size - rest, subtrees);
  if (tree === null || leaves.length < rest) {
    throw new Error(`Read model ledger-chain holds no whole tree of ${size} facts: run "daybook rebuild ledger-chain".`);
  }
  for (const leaf of leaves.slice(0, rest)) tree.append(leaf);
  return tree.root();
}
