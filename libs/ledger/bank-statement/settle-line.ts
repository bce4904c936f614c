import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { StatementLineMatched, StatementLineParked } from './bank-statement.events';
import type { BankStatementState } from './bank-statement.state';

export interface LineAnswer {
  readonly statementId: string;
  readonly lineId: string;
  readonly state: 'matched' | 'parked';
  readonly outcome?: StatementLineMatched['data']['outcome'];
  readonly subjectId?: string;
  readonly discrepancy?: StatementLineParked['data']['discrepancy'];
}

const matchedAnswer = ({ statementId, lineId, outcome, subjectId, discrepancy }: StatementLineMatched['data']): LineAnswer => ({
  statementId, lineId, state: 'matched', outcome, subjectId, ...(discrepancy === undefined ? {} : { discrepancy }),
});

function unknownLine(state: BankStatementState, { statementId, lineId }: { readonly statementId: string; readonly lineId: string }): Refusal | undefined {
  if (state.imported === null || !state.lines.has(lineId)) {
    return refusal('not-found', 'STATEMENT.UNKNOWN_LINE', `Statement ${statementId} has no line ${lineId}. Look it up among the statement lines.`, { statementId, lineId });
  }
  return undefined;
}

/** Says what a line turned out to be, once. The same again changes nothing; something else is a conflict. */
export function decideMatchLine(match: StatementLineMatched['data'], state: BankStatementState): Decision<StatementLineMatched, LineAnswer> {
  const unknown = unknownLine(state, match);
  if (unknown !== undefined) return refuse(unknown);
  const before = state.matched.get(match.lineId);
  if (before === undefined) return accept([{ type: 'StatementLineMatched', data: match }], matchedAnswer(match));
  if (sameMatch(before, match)) return accept([], matchedAnswer(before));
  const message = `Line ${match.lineId} was matched before: ${before.outcome} ${before.subjectId}. Correct that one instead: reverse the payment or move its money.`;
  return refuse(refusal('conflict', 'STATEMENT.LINE_MATCHED', message, { lineId: match.lineId, outcome: before.outcome, subjectId: before.subjectId }));
}

/** Who paid and what is part of the decision; how it was come to is not. */
function sameMatch(before: StatementLineMatched['data'], match: StatementLineMatched['data']): boolean {
  const said = ({ outcome, subjectId, accountId, items }: StatementLineMatched['data']): string => JSON.stringify([outcome, subjectId, accountId, items]);
  return said(before) === said(match);
}

/** Leaves a line to a person. Parked again for the same reason with the same proposals it changes nothing; a matched line stays matched. */
export function decideParkLine(parked: StatementLineParked['data'], state: BankStatementState): Decision<StatementLineParked, LineAnswer> {
  const unknown = unknownLine(state, parked);
  if (unknown !== undefined) return refuse(unknown);
  const matched = state.matched.get(parked.lineId);
  if (matched !== undefined) return accept([], matchedAnswer(matched));
  const { statementId, lineId, discrepancy } = parked;
  const same = JSON.stringify(state.parked.get(lineId)) === JSON.stringify(parked);
  return accept(same ? [] : [{ type: 'StatementLineParked', data: parked }], { statementId, lineId, state: 'parked', discrepancy });
}
