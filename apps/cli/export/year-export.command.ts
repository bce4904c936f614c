import { Option } from 'nest-commander';
import { BooksDiffer, readYearBooks, type BookYear, type YearBooks } from '#exports';
import { CliFailure } from '../cli-failure';
import { openForReports, type ReportReading } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { entityOf, type EntityFacts } from '../log/entities';
import { parseKnownAt, type KnownAt } from '../log/known-at';
import { exportOnRecord } from '../on-record/place-records';
import { startProgress } from '../output/progress';
import { realDay } from '../replay/replay.command';

export interface YearOptions extends DataOptions {
  readonly entity?: string;
  readonly year?: string;
  readonly from?: string;
  readonly to?: string;
  readonly knownAt?: KnownAt;
}

/** A command that writes the books of one legal entity over one book year. */
export abstract class YearExportCommand<Options extends YearOptions> extends LedgerCommand<Options> {
  /** What the record of it calls it. */
  protected abstract readonly exported: string;

  protected override async execute(_args: readonly string[], options: Options): Promise<void> {
    const year = yearOf(options);
    const reading = await openForReports(this.placeOf(options));
    try {
      const entity = await entityOf(reading, options.entity);
      this.refuse(entity, options);
      const books = await booksOf(reading, entity, { ...year, ...(options.knownAt === undefined ? {} : { knownAt: options.knownAt }) });
      await exportOnRecord(this.placeOf(options), this.exported, options, books.knownAt);
      await this.write({ reading, entity, year, books }, options);
    } finally {
      await reading.close();
    }
  }

  /** Refuses what can be seen to be wrong before the books are read. @throws CliFailure */
  protected abstract refuse(entity: EntityFacts, options: Options): void;

  protected abstract write(books: YearToWrite, options: Options): Promise<void>;

  @Option({ flags: '--entity <id>', description: 'the legal entity (may be left out where there is one)' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--year <year>', description: 'book year, where it is a calendar year' })
  year(year: string): string {
    if (!/^(19|20|21)\d\d$/.test(year)) {
      throw new CliFailure('usage', `--year ${JSON.stringify(year)}: give four digits, such as 2025.`);
    }
    return year;
  }

  @Option({ flags: '--from <day>', description: 'first day of the book year, where it is another' })
  from(day: string): string {
    return realDay(day, '--from');
  }

  @Option({ flags: '--to <day>', description: 'last day of the book year' })
  to(day: string): string {
    return realDay(day, '--to');
  }

  @Option({ flags: '--known-at <place>', description: 'as known at a ledger sequence, or at a time such as 2011-02-01T00:00:00Z (default: now)' })
  knownAt(place: string): KnownAt {
    return parseKnownAt(place, '--known-at');
  }
}

export interface YearToWrite {
  readonly reading: ReportReading;
  readonly entity: EntityFacts;
  readonly year: BookYear;
  readonly books: YearBooks;
}

/** @throws CliFailure when the journal and the trial balance differ. */
async function booksOf(reading: ReportReading, { entityId }: EntityFacts, asked: BookYear & { readonly knownAt?: KnownAt }): Promise<YearBooks> {
  await reading.readModels.catchUp();
  const progress = startProgress('entries of the journal read', null);
  try {
    const books = await readYearBooks({ ...reading, now: Date.now }, { ...asked, entityId }, (read) => progress.update(read));
    progress.done();
    return books;
  } catch (error) {
    throw error instanceof BooksDiffer ? new CliFailure('check-failed', error.message) : error;
  }
}

function yearOf({ year, from, to }: YearOptions): BookYear {
  if (year !== undefined && from === undefined && to === undefined) {
    return { from: `${year}-01-01`, to: `${year}-12-31` };
  }
  if (year === undefined && from !== undefined && to !== undefined && from <= to) {
    return { from, to };
  }
  throw new CliFailure('usage', 'Say which book year: --year 2025, or --from and --to with its first and last day.');
}
