import { Option, SubCommand } from 'nest-commander';
import { readWorklist } from '#billing';
import { dayInZone } from '#ledger';
import { knownCurrency, parseAmount } from '#money';
import { lookups } from '#read-models';
import { CliFailure } from '../cli-failure';
import { entityOf, openForReports } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { realDay } from '../replay/replay.command';
import { worklistCsv, worklistLines } from './show-worklist';

interface WorklistOptions extends DataOptions {
  readonly entity?: string;
  readonly asOf?: string;
  readonly large?: string;
  readonly limit?: number;
  readonly json?: boolean;
  readonly csv?: boolean;
}

const shownAccounts = 100;

@SubCommand({ name: 'worklist', description: 'who to call today, why, and what was said; the most pressing first' })
export class CollectWorklistCommand extends LedgerCommand<WorklistOptions> {
  protected override async execute(_args: readonly string[], options: WorklistOptions): Promise<void> {
    const reading = await openForReports(this.placeOf(options));
    try {
      await reading.readModels.catchUp();
      const { entityId, timeZone, baseCurrency } = await entityOf(reading, options.entity);
      const large = parseAmount(options.large ?? '1000', knownCurrency(baseCurrency), { allowNegative: false });
      if (!large.ok) {
        throw new CliFailure('usage', `--large ${JSON.stringify(options.large)} ${large.problem.message}.`);
      }
      const asOf = options.asOf ?? dayInZone(Date.now(), timeZone);
      const source = { store: reading.store, codec: reading.codec, lookups: lookups(reading.readStore, Date.now) };
      const worklist = await readWorklist(source, { entityId, asOf, largeFrom: large.money.minor, limit: options.limit ?? shownAccounts });
      if (options.json === true) {
        this.terminal.print(JSON.stringify(worklist));
      } else if (options.csv === true) {
        process.stdout.write(worklistCsv(worklist));
      } else {
        worklistLines(worklist, this.terminal.style).forEach((line) => this.terminal.print(line));
      }
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--entity <id>', description: 'legal entity; may be left out when there is one' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--as-of <day>', description: 'the day somebody calls, YYYY-MM-DD (default: today where the legal entity is)' })
  asOf(day: string): string {
    return realDay(day, '--as-of');
  }

  @Option({ flags: '--large <amount>', description: 'overdue for so much or more, in base currency, is large (default: 1000)' })
  large(amount: string): string {
    return amount;
  }

  @Option({ flags: '--limit <count>', description: 'most accounts (default: 100)' })
  limit(count: string): number {
    if (!/^[1-9]\d{0,5}$/.test(count)) {
      throw new CliFailure('usage', `--limit ${JSON.stringify(count)} is no count of accounts.`);
    }
    return Number(count);
  }

  @Option({ flags: '--json', description: 'as JSON' })
  json(): boolean {
    return true;
  }

  @Option({ flags: '--csv', description: 'as CSV, safe for a spreadsheet' })
  csv(): boolean {
    return true;
  }
}
