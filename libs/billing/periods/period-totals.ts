import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson, sha256, type EventOrigin } from '#event-store';
import { closingsWithoutTotals, decideRecordTotals, type Closing, type RecordPeriodTotals } from '#ledger';
import { calendarSequences, periodTrialBalance, reports } from '#read-models';
import { originFollowing } from '../decisions/command-origin';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';

/** The step after a closing: its trial balance goes on record, as it was known at the closing's place in the log. */
@Injectable()
export class PeriodTotals {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /**
   * Makes sure that every closing of an entity has its totals on record. May be walked any number of times: the
   * figures are a function of the log up to the closing.
   *
   * @returns position of what was written, null when all of it was there.
   * @throws UnknownStepOutcome when the read model has not got there, or a store gives no answer: try again.
   */
  async record(entityId: string, origin: EventOrigin): Promise<string | null> {
    let position: string | null = null;
    for (const closing of await this.ledger.streams.period.query(entityId, closingsWithoutTotals)) {
      const command = await this.totalsOf(entityId, closing);
      const following = originFollowing(origin, closing.data.requestId);
      const outcome = await this.ledger.streams.period.decide(entityId, following, (state) => decideRecordTotals(command, state));
      if (outcome.kind === 'unknown') {
        throw new UnknownStepOutcome(outcome.message);
      }
      if (outcome.kind === 'refused') {
        throw new Error(`the totals of ${closing.data.period} were refused: ${outcome.refusal.code}`);
      }
      position = outcome.position ?? position;
    }
    return position;
  }

  /** What is on record of the last closing of a month. */
  latest(entityId: string, period: string): Promise<{ readonly cutOff: number; readonly bodyHash: string } | null> {
    return this.ledger.streams.period.query(entityId, ({ closings }) => {
      const totals = [...closings.values()].filter(({ data }) => data.period === period).at(-1)?.totals ?? null;
      return totals === null ? null : { cutOff: totals.cutOff, bodyHash: totals.bodyHash };
    });
  }

  private async totalsOf(entityId: string, { data, place }: Closing): Promise<RecordPeriodTotals> {
    const { readModels, readStore } = this.ledger;
    await readModels.catchUp();
    const cutOff = (await calendarSequences(readStore, entityId))[place];
    if (cutOff === undefined) {
      throw new UnknownStepOutcome(`the journal has not reached the closing of ${data.period} yet`);
    }
    const { body, rows } = await periodTrialBalance(reports(readStore), { entityId, period: data.period, cutOff });
    return { entityId, period: data.period, requestId: data.requestId, cutOff, rows, bodyHash: sha256(canonicalJson(body)) };
  }
}
