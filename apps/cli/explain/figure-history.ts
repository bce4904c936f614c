import { Decimal } from 'decimal.js';

/** What one fact did to a figure. */
export interface FigureChange {
  readonly sequence: number;
  readonly before: string | null;
  readonly after: string | null;
  /** After less before, at the scale of the figure; null where one of them is no number. */
  readonly change: string | null;
}

export interface FigureHistory {
  readonly changes: readonly FigureChange[];
  /** What facts outside the candidates did; null: nothing. */
  readonly elsewhere: { readonly between: readonly (readonly [number, number])[] } | null;
}

const number = /^-?\d+(\.\d+)?$/;

/** The difference of two figures; an absent one counts as zero. */
export function differenceOf(before: string | null, after: string | null): string | null {
  const [from, to] = [before ?? '0', after ?? '0'];
  if (!number.test(from) || !number.test(to)) return null;
  const digits = Math.max(...[from, to].map((text) => text.split('.')[1]?.length ?? 0));
  return new Decimal(to).minus(from).toFixed(digits);
}

/**
 * Which facts made a figure what it is: it is asked as it was known just before and just after each candidate. So the
 * changes add up to the figure whatever the report does inside, and a fact that was left out shows as a gap.
 *
 * @param candidates ledger sequences, ascending; the last no later than `knownAt`.
 * @param figureAt the figure as known at a sequence; 0: before the first fact.
 */
export async function historyOf(
  candidates: readonly number[],
  knownAt: number,
  figureAt: (sequence: number) => Promise<string | null>,
  onProgress: (done: number) => void = () => undefined,
): Promise<FigureHistory> {
  const changes: FigureChange[] = [];
  const gaps: (readonly [number, number])[] = [];
  let [last, figure]: [number, string | null] = [0, null];
  for (const [index, sequence] of candidates.entries()) {
    const before: string | null = sequence - 1 === last ? figure : sequence === 1 ? null : await figureAt(sequence - 1);
    if (before !== figure) gaps.push([last + 1, sequence - 1]);
    const after = await figureAt(sequence);
    if (after !== before) changes.push({ sequence, before, after, change: differenceOf(before, after) });
    [last, figure] = [sequence, after];
    onProgress(index + 1);
  }
  if (last < knownAt && (await figureAt(knownAt)) !== figure) gaps.push([last + 1, knownAt]);
  return { changes, elsewhere: gaps.length === 0 ? null : { between: gaps } };
}
