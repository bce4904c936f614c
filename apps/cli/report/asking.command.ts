import { Option } from 'nest-commander';
import { dayInZone } from '#ledger';
import type { Basis } from '#read-models';
import { CliFailure } from '../cli-failure';
import type { Reading } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { entitiesInLog } from '../log/entities';
import { parseKnownAt, type KnownAt } from '../log/known-at';
import { realDay } from '../replay/replay.command';
import { groupsOf, reportNames, type ReportGroup, type ReportName, type ReportQuestion } from './ask-report';

export interface AskingOptions extends DataOptions {
  readonly asOf?: string;
  readonly knownAt?: KnownAt;
  readonly basis?: Basis;
  readonly entity?: string;
  readonly customer?: string;
  readonly from?: string;
  readonly by?: 'due-date' | 'invoice-date';
  readonly groupBy?: ReportQuestion['groupBy'];
  readonly income?: ReportQuestion['income'];
  readonly account?: string;
  readonly rollUp?: true;
  readonly months?: number;
}

const groups: readonly ReportGroup[] = [...groupsOf.revenue, 'plan'];

/** A command that asks a report, with every option a question may have. */
export abstract class AskingCommand<Options extends AskingOptions> extends LedgerCommand<Options> {
  @Option({ flags: '--as-of <day>', description: 'includes the whole of YYYY-MM-DD (default: today)' })
  asOf(day: string): string {
    return realDay(day, '--as-of');
  }

  @Option({ flags: '--known-at <place>', description: 'as known at a ledger sequence, or at a time such as 2011-02-01T00:00:00Z (default: now)' })
  knownAt(place: string): KnownAt {
    return parseKnownAt(place, '--known-at');
  }

  @Option({ flags: '--basis <basis>', description: 'effective: when facts count; posting: the period they are booked in', choices: ['effective', 'posting'] })
  basis(basis: string): string {
    return basis;
  }

  @Option({ flags: '--entity <id>', description: 'only this legal entity' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--customer <id>', description: 'only this customer' })
  customer(id: string): string {
    return id;
  }

  @Option({ flags: '--from <day>', description: 'first day of the movement: revenue, contract-balances, recurring-revenue, trial-balance, measures' })
  from(day: string): string {
    return realDay(day, '--from');
  }

  @Option({ flags: '--by <date>', description: 'aging: age counted from due-date or invoice-date', choices: ['due-date', 'invoice-date'] })
  by(date: string): string {
    return date;
  }

  @Option({ flags: '--group-by <names>', description: 'revenue: some of month, customer, product, contract (default month); recurring-revenue: customer, plan; measures: customer' })
  groupBy(names: string): ReportQuestion['groupBy'] {
    const asked = names.split(',').map((name) => name.trim());
    const unknown = asked.find((name) => !groups.some((known) => known === name));
    if (unknown !== undefined) {
      throw new CliFailure('usage', `--group-by ${JSON.stringify(unknown)}: choose from ${groups.join(', ')}.`);
    }
    return groups.filter((known) => asked.includes(known));
  }

  @Option({ flags: '--roll-up', description: 'aging: one row for each customer without a parent, with everything below it' })
  rollUp(): true {
    return true;
  }

  @Option({ flags: '--months <number>', description: 'sales-forecast: how many months ahead, 1 to 12 (default 3)' })
  months(text: string): number {
    if (!/^([1-9]|1[0-2])$/.test(text)) {
      throw new CliFailure('usage', `--months ${JSON.stringify(text)}: give 1 to 12.`);
    }
    return Number(text);
  }

  @Option({ flags: '--account <code>', description: 'general-ledger: only this account of the chart' })
  account(code: string): string {
    return code;
  }

  @Option({ flags: '--income <kind>', description: 'revenue: sales (the default), fees or all', choices: ['sales', 'fees', 'all'] })
  income(kind: string): string {
    return kind;
  }
}

/** @throws CliFailure when there is no such report, or it knows no such groups. */
export function reportCalled(asked: string, groupBy: readonly ReportGroup[] = []): ReportName {
  const name = reportNames.find((known) => known === asked);
  if (name === undefined) {
    throw new CliFailure('usage', `There is no report ${JSON.stringify(asked)}; there are ${reportNames.join(', ')}.`);
  }
  refuseForeignGroup(name, groupBy);
  return name;
}

function refuseForeignGroup(name: ReportName, asked: readonly ReportGroup[]): void {
  const own: readonly ReportGroup[] = name in groupsOf ? groupsOf[name as keyof typeof groupsOf] : [];
  const foreign = asked.find((group) => !own.includes(group));
  if (foreign !== undefined) {
    throw new CliFailure('usage', `--group-by ${foreign}: report ${name} ${own.length === 0 ? 'has no groups' : `knows ${own.join(', ')}`}.`);
  }
}

export async function questionOf(reading: Reading, options: AskingOptions): Promise<ReportQuestion> {
  const entities = await entitiesInLog(reading);
  const entity = options.entity === undefined ? entities[0] : entities.find(({ entityId }) => entityId === options.entity);
  if (options.entity !== undefined && entity === undefined) {
    throw new CliFailure('usage', `There is no legal entity ${options.entity}; there are ${entities.map(({ entityId }) => entityId).join(', ') || 'none'}.`);
  }
  const picked = {
    entityId: options.entity, knownAt: options.knownAt, basis: options.basis, customerId: options.customer, from: options.from, by: options.by,
    groupBy: options.groupBy, income: options.income, accountCode: options.account, rollUp: options.rollUp, months: options.months,
  };
  const given = Object.fromEntries(Object.entries(picked).filter(([, value]) => value !== undefined)) as Omit<ReportQuestion, 'asOf'>;
  return { asOf: options.asOf ?? dayInZone(Date.now(), entity?.timeZone ?? 'UTC'), ...given };
}
