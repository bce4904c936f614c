import { collectionEffectiveness } from './collection-effectiveness';

const quarter = { beginning: 6_200n, sales: 10_890n, ending: 6_340n, endingCurrent: 3_590n, months: 3 };

describe('collection effectiveness', () => {
  it('creditguru.com: from 6,200 with sales of 10,890 over 3 months to 6,340, of it 3,590 current, is 55.9 %', () => {
    expect(collectionEffectiveness(quarter)?.toFixed(1)).toBe('55.9');
  });

  it('is 100 % when everything overdue was collected, and the same at every scale', () => {
    expect(collectionEffectiveness({ ...quarter, ending: quarter.endingCurrent })?.toFixed(4)).toBe('100.0000');
    const cents = { beginning: 620_000n, sales: 1_089_000n, ending: 634_000n, endingCurrent: 359_000n, months: 3 };
    expect(collectionEffectiveness(cents)?.eq(collectionEffectiveness(quarter)!)).toBe(true);
  });

  it('is nothing when nothing could be collected, and refuses a period of no months', () => {
    expect(collectionEffectiveness({ beginning: 0n, sales: 0n, ending: 0n, endingCurrent: 0n, months: 1 })).toBeNull();
    expect(() => collectionEffectiveness({ ...quarter, months: 0 })).toThrow(RangeError);
  });
});
