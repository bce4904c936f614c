import { decimalOf, formatMinor, knownCurrency, roundToMoney, type Currency } from '#money';
import { netOf } from './claim';
import type { PostingFacts, SignedState } from './contract-decision';
import type { RevenueRecognised } from './contract.events';
import type { ContractItem } from './contract-terms';
import { versionOn } from './item-terms';
import { earnedOnAcceptance } from './recognition-rules';
import type { ItemBalance, SoldItem } from './contract.state';

export interface EarnedRevenue {
  readonly sold: SoldItem;
  readonly recognitionId: string;
  readonly cause: RevenueRecognised['data']['cause'];
  readonly recognisedOn: string;
  /** Minor units, above zero. */
  readonly amount: bigint;
}

/**
 * Takes what was deferred first, at what it stands at in base currency; the rest is work that is not billed, at the rate
 * of the day.
 */
export function revenueRecognised({ signed, ...state }: SignedState, earned: EarnedRevenue, facts: PostingFacts): RevenueRecognised {
  const currency = knownCurrency(signed.currency);
  const baseCurrency = knownCurrency(facts.baseCurrency);
  const { sold, recognitionId, cause, recognisedOn, amount } = earned;
  const { deferred } = sold.balance;
  const fromDeferred = deferred <= 0n ? 0n : amount < deferred ? amount : deferred;
  const toContractAsset = amount - fromDeferred;
  const inBase = (minor: bigint): bigint => atRate(minor, { currency, baseCurrency }, facts);
  const baseFromDeferred = deferredInBase(sold.balance, fromDeferred) ?? inBase(fromDeferred);
  const baseToContractAsset = inBase(toContractAsset);
  const text = (minor: bigint): string => formatMinor(minor, currency.digits);
  const baseText = (minor: bigint): string => formatMinor(minor, baseCurrency.digits);
  const productCode = versionOn({ signed, ...state }, sold.itemId, recognisedOn)?.productCode;
  return {
    type: 'RevenueRecognised',
    data: {
      contractId: signed.contractId,
      entityId: signed.entityId,
      accountId: signed.accountId,
      itemId: sold.itemId,
      recognitionId,
      ...(productCode === undefined ? {} : { productCode }),
      cause,
      recognisedOn,
      currency: signed.currency,
      amount: text(amount),
      fromDeferred: text(fromDeferred),
      toContractAsset: text(toContractAsset),
      baseCurrency: facts.baseCurrency,
      rate: facts.rate,
      baseAmount: baseText(baseFromDeferred + baseToContractAsset),
      baseFromDeferred: baseText(baseFromDeferred),
      baseToContractAsset: baseText(baseToContractAsset),
    },
  };
}

/** What was accepted is revenue on that day where the item's rule says so, at what it costs less discount. */
export function recognisedOnAcceptance(
  state: SignedState,
  { item, agreed, ...earned }: Omit<EarnedRevenue, 'amount'> & { readonly item: ContractItem; readonly agreed: string },
  facts: PostingFacts,
): RevenueRecognised[] {
  const amount = netOf(decimalOf(agreed), item, { currency: knownCurrency(state.signed.currency), mode: facts.mode });
  return earnedOnAcceptance(item.recognition) && amount > 0n ? [revenueRecognised(state, { ...earned, amount }, facts)] : [];
}

/** The base currency of so much of what is deferred; the last of it takes all that is left. Undefined: not on record. */
function deferredInBase({ deferred, deferredBase }: ItemBalance, taken: bigint): bigint | undefined {
  if (taken === 0n) {
    return 0n;
  }
  if (deferredBase === null) {
    return undefined;
  }
  return taken === deferred ? deferredBase : (deferredBase * taken) / deferred;
}

function atRate(minor: bigint, { currency, baseCurrency }: { readonly currency: Currency; readonly baseCurrency: Currency }, { rate, mode }: PostingFacts): bigint {
  return roundToMoney(decimalOf(formatMinor(minor, currency.digits)).times(decimalOf(rate)), baseCurrency, mode).minor;
}
