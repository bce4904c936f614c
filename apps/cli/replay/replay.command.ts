import { Command, Option } from 'nest-commander';
import { isRealDay } from '#ledger';
import { CliFailure } from '../cli-failure';
import { openForReading } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { ownEvents, type LogSource } from '../log/own-events';
import { parseKnownAt, type KnownAt } from '../log/known-at';
import { exportOnRecord } from '../on-record/place-records';
import { startProgress } from '../output/progress';
import { renderTable } from '../output/table';
import { CustomerSubjects } from './customer-subjects';
import { knownEventType } from './event-types';
import { replayInto } from './replay-into';
import { isBeyond, isWanted, replayJson, replayLine, type ReplayFilter } from './replay';

interface ReplayOptions extends DataOptions, Omit<ReplayFilter, 'customer'> {
  readonly customer?: string;
  readonly until?: KnownAt;
  readonly format?: 'table' | 'json';
  readonly into?: string;
}

@Command({ name: 'replay', description: 'print the events of the ledger in order, or make fresh read models of them' })
export class ReplayCommand extends LedgerCommand<ReplayOptions> {
  protected override async execute(_args: readonly string[], { customer, ...options }: ReplayOptions): Promise<void> {
    if (options.into !== undefined) {
      await this.intoModels(options.into, { ...options, ...(customer === undefined ? {} : { customer }) });
      return;
    }
    const filter: ReplayFilter = options.type === undefined ? options : { ...options, type: knownEventType(options.type) };
    const reading = await openForReading(this.placeOf(options));
    try {
      const wanted = customer === undefined ? filter : { ...filter, customer: await subjectsOfCustomer(reading, customer) };
      let printed = 0;
      for await (const logged of ownEvents(reading)) {
        if (isBeyond(logged, options.until)) {
          break;
        }
        if (isWanted(logged, wanted)) {
          printed += 1;
          this.terminal.print(options.format === 'json' ? replayJson(logged) : replayLine(logged, this.terminal.style.width));
        }
      }
      this.terminal.note(`${printed} events`);
    } finally {
      await reading.close();
    }
  }

  private async intoModels(folder: string, options: ReplayOptions): Promise<void> {
    if ([options.stream, options.type, options.customer, options.from, options.to].some((filter) => filter !== undefined)) {
      throw new CliFailure('usage', 'Read models follow from every fact: --into takes --until and no filter.');
    }
    const place = this.placeOf(options);
    await exportOnRecord(place, 'read-models', { into: folder, ...(options.until === undefined ? {} : { until: options.until }) });
    const reading = await openForReading(place);
    const progress = startProgress('Replaying', null);
    try {
      const { file, sequence, digests } = await replayInto(reading, folder, options.until, (facts) => progress.update(facts));
      if (options.format === 'json') this.terminal.print(JSON.stringify({ file, sequence, digests }));
      else this.terminal.print(renderTable([{ title: 'read model' }, { title: 'digest' }], Object.entries(digests), this.terminal.style));
      this.terminal.note(`${file}: read models of facts 1 to ${sequence}`);
    } finally {
      progress.done();
      await reading.close();
    }
  }

  @Option({ flags: '--into <folder>', description: 'make read models of the log, up to --until, in a new folder; nothing is taken from the live ones' })
  into(folder: string): string {
    return folder;
  }

  @Option({ flags: '--stream <name>', description: 'stream name or its beginning: invoices-, account-UK~17850' })
  stream(name: string): string {
    return name;
  }

  @Option({ flags: '--type <type>', description: 'event type: InvoiceIssued' })
  type(type: string): string {
    return type;
  }

  @Option({ flags: '--customer <id>', description: 'events about this customer, and about the sales, documents, returns and payments of the customer' })
  customer(id: string): string {
    return id;
  }

  @Option({ flags: '--from <day>', description: 'facts that count on or after YYYY-MM-DD' })
  from(day: string): string {
    return realDay(day, '--from');
  }

  @Option({ flags: '--to <day>', description: 'facts that count on or before YYYY-MM-DD' })
  to(day: string): string {
    return realDay(day, '--to');
  }

  @Option({ flags: '--until <place>', description: 'stop after this ledger sequence, or recorded time' })
  until(place: string): KnownAt {
    return parseKnownAt(place, '--until');
  }

  @Option({ flags: '--format <format>', description: 'table, or json: one event per line', choices: ['table', 'json'] })
  format(format: string): string {
    return format;
  }
}

/** Reads the whole log: a payment may be identified as the customer's long after it came. */
export async function subjectsOfCustomer(log: LogSource, customerId: string): Promise<CustomerSubjects> {
  const subjects = new CustomerSubjects(customerId);
  for await (const { fact } of ownEvents(log)) {
    subjects.take(fact);
  }
  return subjects;
}

/** @throws CliFailure when there is no such day. */
export function realDay(day: string, option: string): string {
  if (!isRealDay(day)) {
    throw new CliFailure('usage', `${option} ${JSON.stringify(day)}: give a calendar day that exists, such as 2011-01-31.`);
  }
  return day;
}
