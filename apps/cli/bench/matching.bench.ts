import { indexOpenItems, matchLines, type MatchResult, type OpenItemIndex } from '#ledger';
import { generateMatchingSet, scoreMatching, type Score } from '../../../libs/ledger/matching/testing';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { median, secondsOf } from './measure';

const percent = (part: number, whole: number): number => (whole === 0 ? 100 : (part / whole) * 100);

/** How well each discrepancy is told: of those named so, how many are; of those that are, how many are named so. */
function discrepancyNote({ byDiscrepancy }: Score): string {
  const words = [...byDiscrepancy].map(([kind, { named, true: truly, both }]) => `${kind} ${percent(both, named).toFixed(0)}/${percent(both, truly).toFixed(0)}`);
  return `precision/recall in percent by discrepancy: ${words.sort().join(', ')}`;
}

async function matching({ short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  const size = short ? { items: 20_000, lines: 2_000 } : { items: 200_000, lines: 10_000 };
  const what = `${size.lines.toLocaleString('en')} statement lines against ${size.items.toLocaleString('en')} open items`;
  const seconds: number[] = [];
  const scores: Score[] = [];
  for (const seed of [11, 12, 13]) {
    say(`${what}, seed ${seed}`);
    const set = generateMatchingSet(seed, size);
    let index: OpenItemIndex;
    let results: readonly MatchResult[] = [];
    seconds.push(
      await secondsOf(() => {
        index = indexOpenItems(set.items.facts);
        results = matchLines(index, set.lines);
      }),
    );
    scores.push(scoreMatching(set, results));
  }
  const value = median(seconds);
  const recalls = scores.map(({ intact, intactAutomatic }) => percent(intactAutomatic, intact));
  const wrong = scores.map((score) => score.wrong.length);
  const [first] = scores;
  return [
    { what: `${what}, index built and lines matched`, unit: 's', value, samples: seconds, bar: { text: '≤ 30 s', met: value <= 30 }, note: `${Math.round(size.lines / value)} lines/s` },
    {
      what: 'lines with an intact reference or number matched automatically', unit: '%', value: median(recalls), samples: recalls,
      bar: { text: '≥ 99 %', met: Math.min(...recalls) >= 99 }, gate: true, ...(first === undefined ? {} : { note: discrepancyNote(first) }),
    },
    { what: 'wrong automatic matches', unit: 'lines', value: Math.max(...wrong), samples: wrong, bar: { text: 'none', met: Math.max(...wrong) === 0 }, gate: true },
  ];
}

export const matchingBench: Bench = { id: 'matching', title: 'Matching of bank lines', run: matching };
