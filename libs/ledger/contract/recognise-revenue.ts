import { decimalOf, formatMinor, knownCurrency, parseDecimal, type Currency } from '#money';
import { recall } from '../account/repeated-request';
import { failed, passed, refuseUnrealDay, type Checked } from '../input-rules';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { minorNear, netOf, owed } from './claim';
import { isSigned, unknownContract, unknownItem, type PostingFacts, type SignedState } from './contract-decision';
import type { RevenueRecognised } from './contract.events';
import type { ContractItem } from './contract-terms';
import type { ContractState, SoldItem } from './contract.state';
import type { UsageSlice } from './due-items';
import { claimContext, itemClaims } from './item-claims';
import { revenueRecognised } from './recognition-event';

/**
 * Recognises what no document does. `accrual`: work and usage through a day that are not billed yet. `draw-down`: so
 * many prepaid units were used in all, from the first day on. `breakage`: the prepaid units that are left expired.
 */
export interface RecogniseRevenue {
  readonly inputHash: string;
  readonly contractId: string;
  readonly itemId: string;
  readonly recognitionId: string;
  readonly cause: 'accrual' | 'draw-down' | 'breakage';
  readonly recognisedOn: string;
  /** Accrual: usage that no assignment took up yet. */
  readonly usage?: UsageSlice | null;
  /** Draw-down: units used through the day, in all. */
  readonly unitsUsed?: string;
}

export interface RecognitionAnswer {
  readonly contractId: string;
  readonly recognitionId: string;
  /** Zero: there was nothing to recognise, or it was recognised before under this id. */
  readonly amount: string;
}

/** What was recognised before is taken off, so that it does not matter how often it is asked. */
export function decideRecogniseRevenue(command: RecogniseRevenue, state: ContractState, facts: PostingFacts): Decision<RevenueRecognised, RecognitionAnswer> {
  const { contractId, itemId, recognitionId, cause, recognisedOn } = command;
  if (!isSigned(state)) {
    return refuse(unknownContract(contractId));
  }
  const currency = knownCurrency(state.signed.currency);
  const answer = (amount: bigint): RecognitionAnswer => ({ contractId, recognitionId, amount: formatMinor(amount, currency.digits) });
  const subject = { key: `recognise:${recognitionId}`, code: 'CONTRACT.RECOGNITION_CONFLICT', what: `Recognition ${recognitionId}` };
  const known = recall(state.requests, subject, command.inputHash);
  if (known.kind !== 'new') {
    return known.kind === 'repeated' ? accept([], answer(0n)) : refuse(known.refusal);
  }
  const sold = state.items.get(itemId);
  const unreal = refuseUnrealDay('recognisedOn', recognisedOn);
  if (unreal !== undefined || sold === undefined) {
    return refuse(unreal ?? unknownItem(contractId, itemId));
  }
  const amount = earnedBy(command, { state, sold, currency }, facts);
  if (!amount.ok) {
    return refuse(amount.refusal);
  }
  return amount.value <= 0n
    ? accept([], answer(0n))
    : accept([revenueRecognised(state, { sold, recognitionId, cause, recognisedOn, amount: amount.value }, facts)], answer(amount.value));
}

interface Subject {
  readonly state: SignedState;
  readonly sold: SoldItem;
  readonly currency: Currency;
}

function earnedBy(command: RecogniseRevenue, subject: Subject, facts: PostingFacts): Checked<bigint> {
  switch (command.cause) {
    case 'accrual':
      return passed(unbilledWork(command, subject, facts));
    case 'draw-down':
      return drawnUnits(command, subject, facts);
    case 'breakage':
      return expiredUnits(command, subject, facts);
  }
}

/** Work by the same rates as it will be billed at, less what was billed and what was recognised before it is billed. */
function unbilledWork({ recognisedOn, usage }: RecogniseRevenue, { state, sold }: Subject, { mode }: PostingFacts): bigint {
  const rule = lastItem(sold, recognisedOn)?.recognition;
  if (rule !== 'as-used' && rule !== 'daily' && rule !== 'equal-months') {
    return 0n;
  }
  const context = claimContext(state, sold, { through: recognisedOn, mode, records: usage?.records ?? [], accrual: true });
  const unbilled = itemClaims(context)
    .filter(({ earned }) => earned)
    .reduce((sum, claim) => sum + owed(claim.parts()) - (sold.slots.get(claim.key)?.net ?? 0n), 0n);
  return unbilled - sold.balance.asset;
}

const lastItem = ({ versions }: SoldItem, day: string): ContractItem | null => versions.findLast(({ from, item }) => from <= day && item !== null)?.item ?? null;

function prepaidOf(sold: SoldItem, day: string): { readonly item: ContractItem; readonly units: string; readonly expiresOn: string | undefined; readonly amount: string } | null {
  const item = lastItem(sold, day);
  const { prepaid, amount } = item?.fixedFee ?? {};
  return item === null || prepaid === undefined || amount === undefined ? null : { item, units: prepaid.units, expiresOn: prepaid.expiresOn, amount };
}

const noPrepaid = ({ contractId, itemId }: RecogniseRevenue): Checked<never> =>
  failed(refusal('conflict', 'CONTRACT.NOT_PREPAID', `item ${JSON.stringify(itemId)} of contract ${JSON.stringify(contractId)} has no prepaid units. Name one that has.`, { contractId, itemId }));

/** The fee's share of the units used in all, at most all of it. */
function drawnUnits(command: RecogniseRevenue, { sold, currency }: Subject, { mode }: PostingFacts): Checked<bigint> {
  const prepaid = prepaidOf(sold, command.recognisedOn);
  if (prepaid === null) {
    return noPrepaid(command);
  }
  const used = parseDecimal(command.unitsUsed ?? '0', { maxDecimals: 12 });
  if (!used.ok) {
    return failed(refusal('invalid', 'CONTRACT.UNITS', `unitsUsed ${used.problem.message}.`, { field: 'unitsUsed' }));
  }
  const fee = netOf(decimalOf(prepaid.amount), prepaid.item, { currency, mode });
  const units = decimalOf(prepaid.units);
  const share = used.value.gte(units)
    ? fee
    : minorNear(decimalOf(formatMinor(fee, currency.digits)).times(used.value).dividedBy(units), { currency, mode });
  return passed(share - sold.balance.drawn);
}

/** What was not drawn when the units expired. */
function expiredUnits(command: RecogniseRevenue, { sold, currency }: Subject, { mode }: PostingFacts): Checked<bigint> {
  const prepaid = prepaidOf(sold, command.recognisedOn);
  if (prepaid === null) {
    return noPrepaid(command);
  }
  const { contractId, itemId, recognisedOn } = command;
  if (prepaid.expiresOn === undefined || recognisedOn < prepaid.expiresOn) {
    const until = prepaid.expiresOn === undefined ? 'never expire' : `are good through ${prepaid.expiresOn}`;
    const message = `the prepaid units of item ${JSON.stringify(itemId)} ${until}. There is no breakage on ${recognisedOn}.`;
    return failed(refusal('conflict', 'CONTRACT.NOT_EXPIRED', message, { contractId, itemId, recognisedOn }));
  }
  return passed(netOf(decimalOf(prepaid.amount), prepaid.item, { currency, mode }) - sold.balance.drawn);
}
