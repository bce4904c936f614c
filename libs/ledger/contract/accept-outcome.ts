import { knownCurrency, parseAmount, toAmount, type Currency } from '#money';
import { recall } from '../account/repeated-request';
import { failed, passed, refuseUnrealDay, type Checked } from '../input-rules';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { isSigned, unknownContract, unknownItem, type PostingFacts } from './contract-decision';
import type { OutcomeAccepted, RevenueRecognised } from './contract.events';
import type { ValueTerms } from './contract-terms';
import type { ContractState, SoldItem } from './contract.state';
import { versionOn } from './item-terms';
import { outcomeAmount } from './models/value-based';
import { recognisedOnAcceptance } from './recognition-event';

/** The agreed outcome was accepted: it falls due, at its price or at a share of the measured value. */
export interface AcceptOutcome extends Omit<OutcomeAccepted['data'], 'amount'> {
  readonly inputHash: string;
}

/** A priced outcome is accepted once; a share may be accepted each time its value was measured. */
export function decideAcceptOutcome(
  command: AcceptOutcome,
  state: ContractState,
  facts: PostingFacts,
): Decision<OutcomeAccepted | RevenueRecognised, OutcomeAccepted['data']> {
  const { inputHash, ...accepted } = command;
  const { contractId, itemId, acceptanceId, acceptedOn } = accepted;
  if (!isSigned(state)) {
    return refuse(unknownContract(contractId));
  }
  const sold = state.items.get(itemId);
  const before = sold?.outcomes.get(acceptanceId);
  const subject = { key: `outcome:${itemId}~${acceptanceId}`, code: 'CONTRACT.OUTCOME_CONFLICT', what: `Acceptance ${acceptanceId} of item ${itemId}` };
  const known = recall(state.requests, subject, inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (before !== undefined) {
    return accept([], before);
  }
  const unreal = refuseUnrealDay('acceptedOn', acceptedOn);
  if (unreal !== undefined) {
    return refuse(unreal);
  }
  const item = versionOn(state, itemId, acceptedOn);
  const terms = item?.valueBased;
  if (sold === undefined || item === null || terms === undefined) {
    return refuse(unknownItem(contractId, itemId));
  }
  const currency = knownCurrency(state.signed.currency);
  const measured = checkMeasured(accepted, { terms, sold }, currency);
  if (!measured.ok) {
    return refuse(measured.refusal);
  }
  const { measuredValue: _, ...said } = accepted;
  const value = measured.value;
  const data = { ...said, ...(value === undefined ? {} : { measuredValue: value }), amount: outcomeAmount(terms, value, { currency, mode: facts.mode }) };
  const earned = { sold, recognitionId: `outcome~${itemId}~${acceptanceId}`, cause: 'outcome' as const, recognisedOn: acceptedOn };
  return accept([{ type: 'OutcomeAccepted', data }, ...recognisedOnAcceptance(state, { ...earned, item, agreed: data.amount }, facts)], data);
}

/** The measured value of a share at the currency's scale; a price takes none, and is accepted once. */
function checkMeasured(
  { contractId, itemId, measuredValue }: Omit<AcceptOutcome, 'inputHash'>,
  { terms, sold }: { readonly terms: ValueTerms; readonly sold: SoldItem },
  currency: Currency,
): Checked<string | undefined> {
  const bad = (message: string): Checked<undefined> =>
    failed(refusal('invalid', 'CONTRACT.MEASURED_VALUE', `item ${JSON.stringify(itemId)}: measuredValue ${message}`, { contractId, itemId, field: 'measuredValue' }));
  if (terms.share === undefined) {
    if (sold.outcomes.size > 0) {
      const message = `the outcome of item ${JSON.stringify(itemId)} is accepted already. It has one price, and is billed once.`;
      return failed(refusal('conflict', 'CONTRACT.OUTCOME_ACCEPTED', message, { contractId, itemId }));
    }
    return measuredValue === undefined ? passed(undefined) : bad('was given, but the outcome has a fixed price. Leave it out.');
  }
  if (measuredValue === undefined) {
    return bad(`is missing. Send the value of ${terms.share.of}; the price is a share of it.`);
  }
  const parsed = parseAmount(measuredValue, currency, { allowNegative: false });
  return parsed.ok ? passed(toAmount(parsed.money)) : bad(`${parsed.problem.message}.`);
}
