import { explainMentions, type Reading } from './explain-mentions';
import { explainPayer } from './explain-payer';
import { readingKey, type Explanation } from './explanation';
import type { BankLine, DiscrepancyKind, MatchResult, MatchingOptions, Proposal } from './matching.types';
import { findMentions } from './mentions';
import { compareText, type ItemsLeft, type OpenItemIndex } from './open-item-index';
import { payerEvidence } from './payer-evidence';
import { resolutionWords } from './resolution-words';

const proposalsMax = 5;
const reasonsMax = 20;
/** A second reading this close to the best competes with it. */
const margin = 10;

export interface Explained {
  readonly line: BankLine;
  readonly result: MatchResult;
  /** Nothing but a number in free text speaks for the match. */
  readonly thin: boolean;
}

/** The best reading of one line, and whether it is sure enough and alone. */
export function matchLine(index: OpenItemIndex, left: ItemsLeft, line: BankLine, options: MatchingOptions): Explained {
  const reading: Reading = { index, left, line, payer: payerEvidence(index, line) };
  const mentions = findMentions(index, [line.reference, line.text, line.endToEndId]);
  const all = merged([...explainMentions(reading, mentions), ...explainPayer(reading, mentions)]);
  const [best, second] = all;
  const proposals = all.slice(0, proposalsMax).map(proposalOf);
  if (best === undefined) return { line, thin: true, result: parked(line, 'unknown-payer', proposals) };
  const rivals = second !== undefined && second.confidence >= best.confidence - margin;
  const sure = best.confidence >= options.threshold && best.items.length > 0 && !rivals;
  if (sure) return { line, thin: best.thin, result: { lineId: line.lineId, kind: 'automatic', match: proposalOf(best) } };
  return { line, thin: best.thin, result: parked(line, parkedAs(best, second, options), proposals) };
}

function parkedAs(best: Explanation, second: Explanation | undefined, { threshold }: MatchingOptions): DiscrepancyKind {
  if (best.discrepancy !== undefined && best.discrepancy !== 'ambiguous') return best.discrepancy;
  const rivals = second !== undefined && second.confidence >= best.confidence - margin && best.confidence >= threshold - margin;
  return best.discrepancy ?? (rivals ? 'ambiguous' : 'unknown-payer');
}

const parked = ({ lineId }: BankLine, discrepancy: DiscrepancyKind, proposals: readonly Proposal[]): MatchResult => ({
  lineId,
  kind: 'parked',
  discrepancy,
  resolution: resolutionWords[discrepancy],
  proposals,
});

/** The same reading found by several rules is one, surer by five percent; the surest first. */
function merged(explanations: readonly Explanation[]): readonly Explanation[] {
  const byKey = new Map<string, Explanation>();
  for (const one of explanations) {
    const key = readingKey(one);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? one : both(known, one));
  }
  return [...byKey].sort(([keyA, a], [keyB, b]) => b.confidence - a.confidence || compareText(keyA, keyB)).map(([, one]) => one);
}

function both(a: Explanation, b: Explanation): Explanation {
  const [more, less] = a.confidence >= b.confidence ? [a, b] : [b, a];
  const words = new Set(more.reasons.map(({ detail }) => detail));
  return {
    ...more,
    confidence: Math.min(100, more.confidence + (less.confidence >= 50 ? 5 : 0)),
    reasons: [...more.reasons, ...less.reasons.filter(({ detail }) => !words.has(detail))],
    thin: more.thin && less.thin,
  };
}

function proposalOf({ thin: _thin, ...explanation }: Explanation): Proposal {
  const { accountId, items, deductions, rest, confidence, reasons, discrepancy } = explanation;
  return {
    accountId, items, deductions, rest, confidence: Math.max(0, Math.min(100, Math.round(confidence))), reasons: reasons.slice(0, reasonsMax),
    ...(discrepancy === undefined ? {} : { discrepancy }),
  };
}
