import type { RevenueRecognised } from '../contract/contract.events';
import type { CurrencyRevalued } from '../period/period.events';
import { bothOf, line, minorIn, negative, type Entry, type MoneyFrame } from './draft-line';

/** Deferred revenue first, then contract asset, against revenue. */
export function recognisedEntry(data: RevenueRecognised['data']): Entry {
  const on: MoneyFrame = { effectiveDate: data.recognisedOn, currency: data.currency, baseCurrency: data.baseCurrency };
  const deferred = bothOf(on, { amount: data.fromDeferred, baseAmount: data.baseFromDeferred });
  const asset = bothOf(on, { amount: data.toContractAsset, baseAmount: data.baseToContractAsset });
  const drafts = [line(on, 'deferred-revenue', deferred), line(on, 'contract-asset', asset), line(on, 'revenue', negative(bothOf(on, data)))];
  return { entityId: data.entityId, drafts };
}

/** In base currency alone: revaluation against unrealised gain or loss on the day, and back on the next. */
export function revaluedEntry(data: CurrencyRevalued['data']): Entry {
  const drafts = data.rows.flatMap((row) => {
    const difference = minorIn(row.difference, data.baseCurrency);
    const role = difference > 0n ? ('unrealised-gain' as const) : ('unrealised-loss' as const);
    return [data.revaluedOn, data.reversedOn].flatMap((effectiveDate, index) => {
      const on: MoneyFrame = { effectiveDate, currency: row.currency, baseCurrency: data.baseCurrency };
      const both = { amount: 0n, baseAmount: index === 0 ? difference : -difference };
      return [line(on, 'revaluation', both), line(on, role, negative(both))];
    });
  });
  return { entityId: data.entityId, drafts };
}
