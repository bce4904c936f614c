import { decimalOf, fitsAmount, formatMinor, knownCurrency, parseAmount, roundToMoney, type Money } from '#money';
import { recall } from '../account/repeated-request';
import { checkRate, refuseFutureDay, refuseUnrealDay } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { GatewayPayoutSettled } from './gateway-payout.events';
import type { GatewayPayoutState } from './gateway-payout.fold';

/** What a gateway held reaches the bank, less what it keeps. Amounts are fixed-scale strings, of either sign. */
export interface SettleGatewayPayout {
  readonly payoutId: string;
  readonly entityId: string;
  readonly inputHash: string;
  readonly gateway: string;
  readonly settledOn: string;
  readonly today: string;
  readonly currency: string;
  readonly gross: string;
  readonly fees: string;
  readonly net: string;
  readonly transactions: number;
  readonly baseCurrency: string;
  /** Base units per unit of the currency; default the one on record. */
  readonly rate?: string;
  readonly recordedRate?: string;
}

export interface GatewayPayoutAnswer {
  readonly payoutId: string;
  readonly currency: string;
  readonly gross: string;
  readonly fees: string;
  readonly net: string;
}

/**
 * Records a payout once. Sent again with the same content it changes nothing; with other content it is a conflict.
 *
 * Precondition: currency and base currency are in ISO 4217.
 */
export function decideSettleGatewayPayout(command: SettleGatewayPayout, state: GatewayPayoutState): Decision<GatewayPayoutSettled, GatewayPayoutAnswer> {
  const { payoutId, inputHash } = command;
  const known = recall(state.requests, { key: 'settlement', code: 'PAYOUT.CONFLICT', what: `Payout ${payoutId}` }, inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (known.kind === 'repeated' && state.settled !== null) {
    return accept([], answerOf(state.settled));
  }
  const day = refuseUnrealDay('settledOn', command.settledOn) ?? refuseFutureDay('settledOn', command.settledOn, command.today);
  const amounts = day ?? amountsOf(command);
  if ('code' in amounts) {
    return refuse(amounts);
  }
  const base = inBase(command, amounts);
  if ('code' in base) {
    return refuse(base);
  }
  const { entityId, gateway, settledOn, currency, gross, fees, net, baseCurrency, transactions } = command;
  const data = { payoutId, entityId, gateway, settledOn, currency, gross, fees, net, baseCurrency, ...base, transactions };
  return accept([{ type: 'GatewayPayoutSettled', data }], answerOf(data));
}

const answerOf = ({ payoutId, currency, gross, fees, net }: GatewayPayoutSettled['data']): GatewayPayoutAnswer => ({ payoutId, currency, gross, fees, net });

interface Amounts {
  readonly gross: Money;
  readonly fees: Money;
}

/** The three amounts, of which each follows from the others; or why not. */
function amountsOf({ payoutId, currency, gross, fees, net }: SettleGatewayPayout): Amounts | Refusal {
  const parsed = [gross, fees, net].map((text) => parseAmount(text, knownCurrency(currency), { allowNegative: true }));
  const [first, second, third] = parsed;
  if (first?.ok !== true || second?.ok !== true || third?.ok !== true) {
    const wrong = parsed.findIndex((one) => !one.ok);
    const field = ['gross', 'fees', 'net'][wrong] ?? '';
    const bad = parsed[wrong];
    return refusal('invalid', 'PAYOUT.AMOUNT', `Payout ${payoutId}, ${field}: ${bad?.ok === false ? bad.problem.message : 'missing'}.`, { payoutId, field });
  }
  if (first.money.minor - second.money.minor !== third.money.minor) {
    const message = `Payout ${payoutId}: ${gross} less ${fees} is not ${net} ${currency}. Compare it with the gateway's report; nothing was recorded.`;
    return refusal('invalid', 'PAYOUT.SUM', message, { payoutId, gross, fees, net });
  }
  return { gross: first.money, fees: second.money };
}

type InBase = Pick<GatewayPayoutSettled['data'], 'rate' | 'baseGross' | 'baseFees' | 'baseNet'>;

/** Gross and fees are rounded; the net is their difference, so that the entry balances. */
function inBase(command: SettleGatewayPayout, { gross, fees }: Amounts): InBase | Refusal {
  const rate = checkRate(command.currency, command.baseCurrency, command.rate, command.recordedRate);
  if (!rate.ok) {
    return rate.refusal;
  }
  const currency = knownCurrency(command.baseCurrency);
  const based = ({ minor, currency: { digits } }: Money): Money => roundToMoney(decimalOf(formatMinor(minor, digits)).times(decimalOf(rate.value)), currency, 'half-up');
  const [baseGross, baseFees] = [based(gross), based(fees)];
  if (!fitsAmount(baseGross) || !fitsAmount(baseFees)) {
    return refusal('invalid', 'PAYOUT.TOO_LARGE', `Payout ${command.payoutId} is more in ${command.baseCurrency} than the books can hold. Check amount and rate.`, { payoutId: command.payoutId });
  }
  const text = (minor: bigint): string => formatMinor(minor, currency.digits);
  return { rate: rate.value, baseGross: text(baseGross.minor), baseFees: text(baseFees.minor), baseNet: text(baseGross.minor - baseFees.minor) };
}
