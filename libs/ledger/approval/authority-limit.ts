import { formatMinor, knownCurrency, minorOf } from '#money';
import type { AuthorityLimits } from '../entity/entity.state';
import type { ApprovalRequested } from './approval.events';

export type LimitedActName = ApprovalRequested['data']['act'];

/** How far a command goes: what a limit is compared with. */
export interface MeasuredAct {
  readonly act: LimitedActName;
  /** What it is about, for the record: an account, an invoice, a month. */
  readonly subject: string;
  /** Minor units of base currency; null: it has an amount that nobody can tell, so no limit above zero covers it. */
  readonly amount?: bigint | null;
  /** Days before today. */
  readonly days?: number;
}

/** A limit that a command goes beyond. */
export interface ExceededLimit {
  readonly measured: MeasuredAct;
  /** What the role may do alone: "500.00 GBP", "30 days", "never alone". */
  readonly allowed: string;
}

/**
 * The first limit that a role goes beyond; undefined when it may do all of it alone. An act that is not listed for a
 * role is not limited; one without an amount or days of its own is never done alone once it is listed.
 */
export function exceededLimit(
  limits: AuthorityLimits | undefined,
  role: string,
  measured: readonly MeasuredAct[],
  baseCurrency: string,
): ExceededLimit | undefined {
  for (const one of measured) {
    const limit = limits?.limits.find((each) => each.role === role && each.act === one.act);
    const allowed = limit === undefined ? undefined : beyond(limit, one, baseCurrency);
    if (allowed !== undefined) {
      return { measured: one, allowed };
    }
  }
  return undefined;
}

type Limit = AuthorityLimits['limits'][number];

function beyond(limit: Limit, measured: MeasuredAct, baseCurrency: string): string | undefined {
  if (measured.days !== undefined) {
    const days = limit.maximumDays ?? 0;
    return measured.days > days ? `${days} days` : undefined;
  }
  if (measured.amount === undefined) {
    return 'never alone';
  }
  const { digits } = knownCurrency(baseCurrency);
  const most = limit.maximumAmount === undefined ? 0n : minorOf(limit.maximumAmount, digits);
  return measured.amount === null || measured.amount > most ? `${formatMinor(most, digits)} ${baseCurrency}` : undefined;
}
