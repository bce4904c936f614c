import type { MatchResult } from '../matching.types';
import { partKey, type GeneratedSet, type LineTruth } from './generated-lines';

export interface Score {
  readonly lines: number;
  readonly automatic: number;
  readonly intact: number;
  readonly intactAutomatic: number;
  /** Automatic, and not what the line truly pays. */
  readonly wrong: readonly { readonly lineId: string; readonly kind: string }[];
  readonly byKind: ReadonlyMap<string, { readonly lines: number; readonly automatic: number; readonly proposedFirst: number }>;
  /** Named as this discrepancy; truly of it; both. */
  readonly byDiscrepancy: ReadonlyMap<string, { readonly named: number; readonly true: number; readonly both: number }>;
}

/** Holds results against the truth of a generated set. */
export function scoreMatching({ lines, truths }: GeneratedSet, results: readonly MatchResult[]): Score {
  const wrong: { lineId: string; kind: string }[] = [];
  const byKind = new Map<string, { lines: number; automatic: number; proposedFirst: number }>();
  const byDiscrepancy = new Map<string, { named: number; true: number; both: number }>();
  let intact = 0;
  let intactAutomatic = 0;
  for (const result of results) {
    const truth = truths.get(result.lineId);
    if (truth === undefined) throw new Error(`line ${result.lineId} was not generated`);
    const automatic = result.kind === 'automatic';
    const right = isRight(result, truth);
    if (automatic && !right) wrong.push({ lineId: result.lineId, kind: truth.kind });
    const kind = byKind.get(truth.kind) ?? { lines: 0, automatic: 0, proposedFirst: 0 };
    byKind.set(truth.kind, { lines: kind.lines + 1, automatic: kind.automatic + Number(automatic), proposedFirst: kind.proposedFirst + Number(!automatic && right) });
    intact += Number(truth.intact);
    intactAutomatic += Number(truth.intact && automatic);
    countDiscrepancy(byDiscrepancy, truth.discrepancy, automatic ? result.match.discrepancy : result.discrepancy);
  }
  const automatic = results.filter(({ kind }) => kind === 'automatic').length;
  return { lines: lines.length, automatic, intact, intactAutomatic, wrong, byKind, byDiscrepancy };
}

function countDiscrepancy(counts: Map<string, { named: number; true: number; both: number }>, truth: string | undefined, named: string | undefined): void {
  for (const kind of new Set([truth, named])) {
    if (kind === undefined) continue;
    const count = counts.get(kind) ?? { named: 0, true: 0, both: 0 };
    counts.set(kind, { named: count.named + Number(named === kind), true: count.true + Number(truth === kind), both: count.both + Number(named === truth) });
  }
}

/** The reading, or the first proposal, takes exactly what the line truly pays. */
function isRight(result: MatchResult, truth: LineTruth): boolean {
  const proposal = result.kind === 'automatic' ? result.match : result.proposals[0];
  if (proposal === undefined) return truth.accountId === null;
  if (proposal.accountId !== truth.accountId || proposal.items.length !== truth.pays.size) return false;
  return proposal.items.every((item) => truth.pays.get(partKey(item)) === item.amount);
}
