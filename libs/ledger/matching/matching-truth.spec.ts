import { indexOpenItems, matchLines } from '.';
import { generateMatchingSet, scoreMatching } from './testing';

describe('Matching against a generated set with known truth', () => {
  it.each([1, 2, 3, 4, 5, 6])('matches what names its document and nothing wrongly, seed %i', (seed) => {
    const set = generateMatchingSet(seed, { items: 12_000, lines: 2_000 });
    const score = scoreMatching(set, matchLines(indexOpenItems(set.items.facts), set.lines));
    expect(score.wrong).toEqual([]);
    expect(score.intactAutomatic / score.intact).toBeGreaterThanOrEqual(0.99);
  });
});
