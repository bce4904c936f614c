import { GrowingTree, type Hash } from '#audit';
import { createHash } from 'node:crypto';
import { hashesIn, rootFrom, rowsOfRoot, StoredTree } from './stored-tree';

const leafAt = (place: number): Hash => createHash('sha256').update(`leaf ${place}`).digest();

/** Grows a tree in batches of these sizes and keeps the rows as a table would. */
function grown(size: number, batch: (place: number) => number): Map<string, string> {
  const table = new Map<string, string>();
  const tree = new StoredTree();
  let cut = batch(0);
  for (let place = 0; place < size; place += 1) {
    tree.append(leafAt(place));
    cut -= 1;
    if (cut === 0) {
      for (const { level, place: at, hashes } of tree.take()) table.set(`${level} ${at}`, hashes);
      cut = batch(place);
    }
  }
  for (const { level, place: at, hashes } of tree.take()) table.set(`${level} ${at}`, hashes);
  return table;
}

function storedRoot(table: ReadonlyMap<string, string>, size: number): string {
  const { subtrees, block, rest } = rowsOfRoot(size);
  const at = (level: number, place: number): Hash[] => hashesIn(table.get(`${level} ${place}`) ?? '');
  return rootFrom(size, subtrees.flatMap(({ level, place }) => at(level, place)), rest === 0 ? [] : at(0, block)).toString('hex');
}

describe('the stored tree', () => {
  it('gives the root of every size up to its own, however it was cut into batches', () => {
    const size = 700;
    const tables = [grown(size, () => 1), grown(size, (place) => 1 + ((place * 7) % 90)), grown(size, () => size)];
    expect(Object.fromEntries(tables[1]!)).toEqual(Object.fromEntries(tables[0]!));
    expect(Object.fromEntries(tables[2]!)).toEqual(Object.fromEntries(tables[0]!));
    const tree = new GrowingTree();
    for (let count = 0; count <= size; count += 1) {
      expect([count, storedRoot(tables[0]!, count)]).toEqual([count, tree.root().toString('hex')]);
      tree.append(leafAt(count));
    }
  });

  it('takes a handful of rows whatever the size, and stops where one is missing', () => {
    expect(rowsOfRoot(1_000_000).subtrees.length).toBeLessThanOrEqual(14);
    const table = grown(300, () => 300);
    table.delete('8 0');
    expect(() => storedRoot(table, 300)).toThrow(/no whole tree of 300 facts: run "daybook rebuild ledger-chain"/);
    table.delete('0 1');
    expect(() => storedRoot(table, 100)).toThrow(/no whole tree of 100 facts/);
  });
});
