import { currency as findCurrency, minorOf } from '#money';
import type { GatewayResult, Payout, PayoutContent } from '../payment-gateway';
import { fromStripeAmount } from './stripe-amount';

/** The part of a balance transaction that counts here, as published. Integers in Stripe's smallest unit. */
export interface BalanceLine {
  readonly id: string;
  readonly amount: number;
  readonly fee: number;
  readonly net: number;
  readonly currency: string;
  readonly reporting_category: string;
  readonly source: string | null;
  readonly exchange_rate: number | null;
}

/** Money of payers that entered or left what the gateway holds for us: each has a receipt, refund or reversal in the books. */
const ofPayers: ReadonlySet<string> = new Set([
  'charge', 'refund', 'refund_failure', 'charge_failure', 'dispute', 'dispute_reversal', 'partial_capture_reversal', 'payout_reversal',
]);
/** What the gateway keeps, or gives, on its own account. */
const ofGateway: ReadonlySet<string> = new Set(['fee', 'network_cost', 'tax', 'other_adjustment']);

/**
 * Gross is what leaves the clearing account, fees are what the gateway keeps: the fees of each line and the lines that
 * are fees. Refuses what it cannot explain to the last unit: a payout that is not the sum of its lines is never booked.
 */
export function addUpPayout(payout: Payout, lines: readonly BalanceLine[]): GatewayResult<PayoutContent> {
  let [gross, fees, transactions] = [0n, 0n, 0];
  for (const line of lines) {
    if (line.reporting_category === 'payout' && line.source === payout.payoutId) {
      continue;
    }
    const problem = lineProblem(payout, line);
    if (problem !== null) {
      return refused(problem.code, `Payout ${payout.payoutId}, transaction ${line.id}: ${problem.message}`);
    }
    transactions += 1;
    if (ofPayers.has(line.reporting_category)) {
      gross += BigInt(line.amount);
    } else {
      fees -= BigInt(line.amount);
    }
    fees += BigInt(line.fee);
  }
  return inOurs(payout, { gross, fees, transactions });
}

function lineProblem(payout: Payout, line: BalanceLine): { readonly code: string; readonly message: string } | null {
  const amounts = [line.amount, line.fee, line.net];
  if (!amounts.every(Number.isSafeInteger) || BigInt(line.amount) - BigInt(line.fee) !== BigInt(line.net)) {
    return { code: 'GATEWAY.LINE_SUM', message: 'its net is not its amount less its fee.' };
  }
  if (line.currency.toUpperCase() !== payout.currency || line.exchange_rate !== null) {
    return { code: 'GATEWAY.CONVERTED', message: 'it was converted from another currency. Have the gateway settle in the currency you bill; record this payout by hand.' };
  }
  if (!ofPayers.has(line.reporting_category) && !ofGateway.has(line.reporting_category)) {
    return { code: 'GATEWAY.UNKNOWN_CATEGORY', message: `its category ${JSON.stringify(line.reporting_category.slice(0, 60))} has no place in the books. Record this payout by hand.` };
  }
  return null;
}

interface Sums {
  readonly gross: bigint;
  readonly fees: bigint;
  readonly transactions: number;
}

function inOurs(payout: Payout, { gross, fees, transactions }: Sums): GatewayResult<PayoutContent> {
  const texts = [gross, fees, gross - fees].map((one) => fromStripeAmount(one, payout.currency));
  const [grossText, feesText, netText] = texts.map((one) => (one.ok ? one.amount : null));
  if (typeof grossText !== 'string' || typeof feesText !== 'string' || typeof netText !== 'string') {
    return refused('GATEWAY.PAYOUT_AMOUNT', `Payout ${payout.payoutId} adds up to amounts finer than ${payout.currency} has. Record it by hand.`);
  }
  const digits = findCurrency(payout.currency)?.digits ?? 0;
  if (minorOf(netText, digits) !== minorOf(payout.amount, digits)) {
    const message = `Payout ${payout.payoutId} is ${payout.amount} ${payout.currency}, yet its ${transactions} transactions add up to ${netText}. ` +
      `Compare it with the gateway's report; nothing was recorded.`;
    return refused('GATEWAY.PAYOUT_MISMATCH', message);
  }
  return { ok: true, value: { currency: payout.currency, gross: grossText, fees: feesText, net: netText, transactions } };
}

const refused = (code: string, message: string): GatewayResult<never> => ({ ok: false, failure: { kind: 'refused', code, message } });
