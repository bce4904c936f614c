import { Command, Option, SubCommand } from 'nest-commander';
import { ClosePeriod, ReopenPeriod } from '#billing';
import { periodHistory, streamName, type LoggedPeriodEvent, type PeriodEvent } from '#ledger';
import { CliFailure } from '../cli-failure';
import { accepted } from '../command-runner';
import { entityOf, openForReading, openForWriting } from '../data-folder';
import { GroupCommand, LedgerCommand, type DataOptions } from '../daybook-command';
import { renderTable } from '../output/table';
import { ownRequest } from './own-request';

interface PeriodOptions extends DataOptions {
  readonly entity?: string;
}

interface ChangeOptions extends PeriodOptions {
  readonly reason?: string;
  readonly requestId?: string;
}

abstract class PeriodCommandBase<Options extends PeriodOptions> extends LedgerCommand<Options> {
  @Option({ flags: '--entity <id>', description: 'legal entity; may be left out when there is one' })
  entity(id: string): string {
    return id;
  }
}

abstract class PeriodChangeCommand extends PeriodCommandBase<ChangeOptions> {
  @Option({ flags: '--reason <text>', description: 'why; stands in the fact' })
  reason(text: string): string {
    return text;
  }

  @Option({ flags: '--request-id <id>', description: 'sent again with the same id it happens once' })
  requestId(id: string): string {
    return id;
  }
}

function month(text: string): string {
  if (!/^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(text)) {
    throw new CliFailure('usage', `${JSON.stringify(text)} is no month; write it as 2011-01.`);
  }
  return text;
}

@SubCommand({ name: 'close', arguments: '<month>', description: 'close a month and all before it; its trial balance goes on record' })
export class PeriodCloseCommand extends PeriodChangeCommand {
  protected override async execute([text = '']: readonly string[], options: ChangeOptions): Promise<void> {
    const period = month(text);
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const { entityId } = await entityOf(ledger, options.entity);
      const { requestId, context } = ownRequest('close-period', options.requestId);
      const reason = options.reason ?? 'month end';
      const { totals, booksInto } = await accepted(ledger, () => new ClosePeriod({ entityId, period, reason, requestId }, context));
      this.terminal.print(`${period} of ${entityId} is closed; facts of it are booked into ${booksInto} from now on.`);
      this.terminal.print(totals === null ? 'Its totals are being worked out.' : `Totals recorded at sequence ${totals.cutOff}, SHA-256 ${totals.bodyHash}.`);
    } finally {
      await ledger.close();
    }
  }
}

@SubCommand({ name: 'reopen', arguments: '<month>', description: 'open a closed month again; needs --reason' })
export class PeriodReopenCommand extends PeriodChangeCommand {
  protected override async execute([text = '']: readonly string[], options: ChangeOptions): Promise<void> {
    const period = month(text);
    const { reason } = options;
    if (reason === undefined || reason.trim() === '') {
      throw new CliFailure('usage', 'Say why with --reason: a month is reopened by somebody, for a reason.');
    }
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const { entityId } = await entityOf(ledger, options.entity);
      const { requestId, context } = ownRequest('reopen-period', options.requestId);
      await accepted(ledger, () => new ReopenPeriod({ entityId, period, reason, requestId }, context));
      this.terminal.print(`${period} of ${entityId} is open again.`);
    } finally {
      await ledger.close();
    }
  }
}

@SubCommand({ name: 'list', description: 'closings with their cut-offs, re-openings and revaluations, in log order' })
export class PeriodListCommand extends PeriodCommandBase<PeriodOptions> {
  protected override async execute(_args: readonly string[], options: PeriodOptions): Promise<void> {
    const reading = await openForReading(this.placeOf(options));
    try {
      const { entityId } = await entityOf(reading, options.entity);
      const events: LoggedPeriodEvent[] = [];
      for await (const recorded of reading.store.readStream(streamName('period', entityId))) {
        const stored = reading.codec.decode(recorded);
        if (stored !== null) {
          const event = { type: stored.type, data: stored.data } as PeriodEvent;
          events.push({ event, actor: stored.metadata.actor, recordedAt: new Date(stored.recordedAt).toISOString() });
        }
      }
      const rows = periodHistory(events).map((entry) => [
        entry.kind,
        entry.kind === 'revalued' ? entry.on : entry.period,
        entry.recordedAt.slice(0, 19),
        entry.actor,
        entry.kind === 'revalued' ? '' : entry.reason,
        entry.kind === 'closed' ? String(entry.cutOff ?? 'pending') : '',
      ]);
      const columns = ['what', 'period', 'recorded', 'by', 'reason', 'cut-off'].map((title) => ({ title }));
      this.terminal.print(rows.length === 0 ? `No month of ${entityId} was ever closed.` : renderTable(columns, rows, this.terminal.style));
    } finally {
      await reading.close();
    }
  }
}

@Command({ name: 'period', description: 'close, reopen and list accounting periods', subCommands: [PeriodCloseCommand, PeriodReopenCommand, PeriodListCommand] })
export class PeriodCommand extends GroupCommand {}
