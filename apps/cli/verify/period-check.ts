import { canonicalJson, sha256 } from '#event-store';
import type { PeriodTotalsRecorded } from '#ledger';
import { periodTrialBalance, reports, type ReadStore } from '#read-models';
import type { LogSource } from '../log/own-events';
import { CheckBuilder, finishRemedy, type Check } from './check';

type Totals = PeriodTotalsRecorded['data'];

/**
 * The recorded totals of closed months against a fresh computation: the trial balance on the posting basis, as known at
 * the closing. Every closing has its totals.
 *
 * Precondition: the read models have caught up.
 */
export async function checkPeriods({ store, codec, readStore }: LogSource & { readonly readStore: ReadStore }): Promise<Check> {
  const check = new CheckBuilder('period totals', 'recorded trial balances of closed months that come out the same');
  const asked = reports(readStore);
  const closings = new Map<string, string>();
  for await (const page of store.readAll(null, { filter: { typePrefixes: ['PeriodClosed', 'PeriodTotalsRecorded'] } })) {
    for (const recorded of page) {
      const event = codec.decode(recorded);
      if (event?.type === 'PeriodClosed') {
        const { entityId, requestId, period } = event.data as { readonly entityId: string; readonly requestId: string; readonly period: string };
        closings.set(`${entityId} ${requestId}`, `${period} of ${entityId}`);
      } else if (event?.type === 'PeriodTotalsRecorded') {
        const totals = event.data as Totals;
        closings.delete(`${totals.entityId} ${totals.requestId}`);
        check.look();
        for (const problem of await differences(asked, totals)) {
          check.problem(`${event.stream}@${event.revision}, ${totals.period}: ${problem}`);
        }
      }
    }
  }
  for (const closing of closings.values()) {
    check.problem(`${closing} is closed without its totals: ${finishRemedy}`);
  }
  return check.result();
}

async function differences(asked: ReturnType<typeof reports>, totals: Totals): Promise<string[]> {
  const { body, rows } = await periodTrialBalance(asked, totals);
  const [now, then] = [canonicalJson(rows), canonicalJson(totals.rows)];
  const problems = now === then ? [] : [`its rows come out otherwise: ${firstDifference(rows, totals.rows)}`];
  return sha256(canonicalJson(body)) === totals.bodyHash ? problems : [...problems, 'the trial balance does not have the recorded hash'];
}

function firstDifference(now: Totals['rows'], then: Totals['rows']): string {
  const at = Math.max(0, then.findIndex((row, index) => canonicalJson(row) !== canonicalJson(now[index] ?? null)));
  return `row ${at + 1} was ${JSON.stringify(then[at] ?? null)} and is ${JSON.stringify(now[at] ?? null)}`;
}
