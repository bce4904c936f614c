import { formatMinor } from '#money';
import { currencyDigits, type MatchResult, type MatchingProposal, type StatementLineParked } from '#ledger';
import type { EnteredReceipt } from './entered-receipt-reading';
import type { FoundLine } from './found-line';

export type Parked = Omit<StatementLineParked['data'], 'statementId' | 'lineId'>;

const shownMax = 5;

function proposalOf({ accountId, items, confidence, reasons }: MatchingProposal, currency: string): Parked['proposals'][number] {
  return { accountId, confidence, reasons: [...reasons], items: items.map((item) => ({ ...item, amount: formatMinor(item.amount, currencyDigits(currency)) })) };
}

export const parkedOf = (result: Extract<MatchResult, { kind: 'parked' }>, currency: string): Parked => ({
  discrepancy: result.discrepancy, resolution: result.resolution, proposals: result.proposals.map((proposal) => proposalOf(proposal, currency)),
});

/** The reading is sure, yet the same money may be in the books already: taken as it reads, it might be booked twice. */
export const enteredBefore = (match: MatchingProposal, currency: string): Parked => ({
  discrepancy: 'duplicate', resolution: 'If it is money of its own, take it as the proposal says.', proposals: [proposalOf(match, currency)],
});

/** What a person is to do, with the receipts that the line may show. */
export function withEntered({ line }: FoundLine, parked: Parked, entered: readonly EnteredReceipt[]): Parked {
  if (entered.length === 0) return parked;
  const named = entered.slice(0, shownMax).map(({ paymentId, receivedOn, takenBack }) => `${paymentId} of ${receivedOn}${takenBack ? ' (taken back)' : ''}`).join(', ');
  const hint = `No line shows yet what was entered by hand with the same amount of ${line.amount}: payment ${named}. If the line is that money, resolve it as payment with that id as subjectId.`;
  return { ...parked, resolution: `${hint} ${parked.resolution}`.slice(0, 1000) };
}
