import { canonicalJson, sha256 } from '#event-store';
import type { PeriodTotalsRecorded } from '#ledger';
import { periodTrialBalance, reports, type ReadStore } from '#read-models';
import type { LoggedEvent } from '../log/own-events';
import { CheckBuilder, finishRemedy, type Check, type LogCheck } from './check';
import { plainMessage } from './file-check';

type Totals = PeriodTotalsRecorded['data'];

/** Closings and recorded totals as the log has them, to be compared once the read models are known to be sound. */
export class PeriodFacts implements LogCheck {
  readonly totals: { readonly at: string; readonly recorded: Totals }[] = [];
  private readonly withoutTotals = new Map<string, string>();

  see({ fact, event }: LoggedEvent): void {
    if (fact.type === 'PeriodClosed') {
      const { entityId, requestId, period } = fact.data;
      this.withoutTotals.set(`${entityId} ${requestId}`, `${period} of ${entityId}`);
    } else if (fact.type === 'PeriodTotalsRecorded') {
      this.withoutTotals.delete(`${fact.data.entityId} ${fact.data.requestId}`);
      this.totals.push({ at: `${event.stream}@${event.revision}, ${fact.data.period}`, recorded: fact.data });
    }
  }

  results(): readonly Check[] {
    return [];
  }

  /** Months that are closed and whose figures are not on record. */
  get pending(): readonly string[] {
    return [...this.withoutTotals.values()];
  }
}

/**
 * The recorded totals of closed months against a fresh computation: the trial balance on the posting basis, as known at
 * the closing. Every closing has its totals.
 *
 * Precondition: the read models have caught up.
 */
export async function checkPeriods(facts: PeriodFacts, readStore: ReadStore): Promise<Check> {
  const check = new CheckBuilder('period totals', 'recorded trial balances of closed months that come out the same');
  const asked = reports(readStore);
  for (const { at, recorded } of facts.totals) {
    check.look();
    for (const problem of await differences(asked, recorded)) {
      check.problem(`${at}: ${problem}`);
    }
  }
  for (const closing of facts.pending) {
    check.problem(`${closing} is closed without its totals: ${finishRemedy}`);
  }
  return check.result();
}

async function differences(asked: ReturnType<typeof reports>, totals: Totals): Promise<string[]> {
  try {
    const { body, rows } = await periodTrialBalance(asked, totals);
    const problems = canonicalJson(rows) === canonicalJson(totals.rows) ? [] : [`its rows come out otherwise: ${firstDifference(rows, totals.rows)}`];
    return sha256(canonicalJson(body)) === totals.bodyHash ? problems : [...problems, 'the trial balance does not have the recorded hash'];
  } catch (error) {
    return [`cannot be computed again: ${plainMessage(error)}`];
  }
}

function firstDifference(now: Totals['rows'], then: Totals['rows']): string {
  const rows = Math.max(now.length, then.length);
  const at = Array.from({ length: rows }, (_, index) => index).find((index) => canonicalJson(then[index] ?? null) !== canonicalJson(now[index] ?? null)) ?? 0;
  return `row ${at + 1} was ${JSON.stringify(then[at] ?? null)} and is ${JSON.stringify(now[at] ?? null)}`;
}
