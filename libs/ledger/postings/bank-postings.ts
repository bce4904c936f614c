import type { BankFeeCharged } from '../bank-statement/bank-statement.events';
import type { GatewayPayoutSettled } from '../gateway-payout/gateway-payout.events';
import { bothOf, line, minorIn, negative, transfer, type Both, type Entry, type MoneyFrame } from './draft-line';

/** What the bank keeps, interest on an overdraft included; a charge given back lessens the charges, interest paid is income. */
export function bankFeeEntry(data: BankFeeCharged['data']): Entry {
  const on: MoneyFrame = { effectiveDate: data.chargedOn, currency: data.currency, baseCurrency: data.baseCurrency };
  const both = bothOf(on, data);
  const income = data.kind === 'interest' && both.amount < 0n;
  return { entityId: data.entityId, drafts: transfer(on, both, { debit: income ? 'interest-income' : 'bank-charges', credit: 'bank' }) };
}

/** What a payment gateway held reaches the bank, less what the gateway keeps. */
export function payoutEntry(data: GatewayPayoutSettled['data']): Entry {
  const on: MoneyFrame = { effectiveDate: data.settledOn, currency: data.currency, baseCurrency: data.baseCurrency };
  const both = (amount: string, baseAmount: string): Both => ({ amount: minorIn(amount, data.currency), baseAmount: minorIn(baseAmount, data.baseCurrency) });
  return {
    entityId: data.entityId,
    drafts: [
      line(on, 'bank', both(data.net, data.baseNet)),
      line(on, 'gateway-fees', both(data.fees, data.baseFees)),
      line(on, 'gateway-clearing', negative(both(data.gross, data.baseGross))),
    ],
  };
}
