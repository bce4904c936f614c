import { Option, SubCommand } from 'nest-commander';
import { PlanDirectDebits } from '#billing';
import { addDays, dayInZone, targetDayFrom } from '#ledger';
import { CliFailure } from '../cli-failure';
import { accepted } from '../command-runner';
import { entityOf, openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { renderTable } from '../output/table';
import { ownRequest } from '../period/own-request';
import { realDay } from '../replay/replay.command';

/** Time to hand the file in: banks want it a business day before. */
const daysAhead = 3;

interface PlanOptions extends DataOptions {
  readonly entity?: string;
  readonly on?: string;
  readonly scheme?: 'core' | 'b2b';
  readonly noticeDays?: number;
  readonly batch?: string;
}

@SubCommand({ name: 'plan', description: 'plan who is collected from on a day, and claim each debit; the same command again carries the batch on' })
export class DirectDebitPlanCommand extends LedgerCommand<PlanOptions> {
  protected override async execute(_args: readonly string[], { scheme, noticeDays, batch, ...options }: PlanOptions): Promise<void> {
    const on = options.on ?? targetDayFrom(addDays(dayInZone(Date.now(), 'UTC'), daysAhead));
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const { entityId } = await entityOf(ledger, options.entity);
      const batchId = batch ?? `DD-${on}`;
      const body = { batchId, entityId, collectionDate: on, ...(scheme === undefined ? {} : { scheme }), ...(noticeDays === undefined ? {} : { noticeDays }) };
      const { context } = ownRequest('plan-direct-debits', batchId);
      const answer = await accepted(ledger, () => new PlanDirectDebits(body, context));
      this.terminal.print(
        answer.planned === 0
          ? `Nothing is to be collected for ${entityId} on ${on}.`
          : `Batch ${batchId}: ${answer.ordered} direct debits, ${answer.total} ${answer.currency}, to be collected on ${on}. Next: daybook direct-debit file ${batchId} --out FILE`,
      );
      if (answer.dropped.length > 0) {
        const rows = answer.dropped.map(({ directDebitId, why }) => [directDebitId, why]);
        this.terminal.print(renderTable([{ title: 'not collected' }, { title: 'why' }], rows, this.terminal.style));
      }
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--entity <id>', description: 'legal entity; may be left out when there is one' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--on <day>', description: 'day of collection, YYYY-MM-DD (default: the first on which banks settle, three days or more from now)' })
  on(day: string): string {
    return realDay(day, '--on');
  }

  @Option({ flags: '--scheme <scheme>', description: 'core (default) or b2b', choices: ['core', 'b2b'] })
  scheme(scheme: string): string {
    return scheme;
  }

  @Option({ flags: '--notice-days <days>', description: 'days a debtor has known of a document before it is collected (default 14)' })
  noticeDays(days: string): number {
    if (!/^\d{1,2}$/.test(days)) {
      throw new CliFailure('usage', `${JSON.stringify(days)} is no number of days from 0 to 60.`);
    }
    return Number(days);
  }

  @Option({ flags: '--batch <id>', description: 'id of the batch (default DD-<day>)' })
  batch(id: string): string {
    return id;
  }
}
