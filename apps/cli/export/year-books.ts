import { journalEntries, JournalSurvey, Lettering, placedFacts, tieToTrialBalance, type BookedEntry, type BookYear } from '#exports';
import { lookups, reports, type CustomerRecord } from '#read-models';
import { CliFailure } from '../cli-failure';
import type { ReportReading } from '../data-folder';
import type { EntityFacts } from '../log/entities';
import type { KnownAt } from '../log/known-at';
import { startProgress } from '../output/progress';

/** What of an open ledger the books are read from. */
export type BooksReading = Pick<ReportReading, 'store' | 'codec' | 'readStore' | 'readModels'>;

export interface YearQuestion extends BookYear {
  readonly entity: EntityFacts;
  readonly knownAt?: KnownAt;
}

/** The books of one legal entity over a year, read once to the end: what a file needs before its first entry. */
export interface YearBooks {
  readonly survey: JournalSurvey;
  readonly lettering: Lettering;
  /** Ledger sequence of the last fact that counts. */
  readonly knownAt: number;
  /** The entries once more, from the beginning. */
  entries(this: void): AsyncIterable<BookedEntry>;
  customerOf(this: void, customerId: string): CustomerRecord | undefined;
}

/**
 * Reads the journal once and holds it against the trial balance.
 *
 * @throws CliFailure when the two differ: then no file is written.
 */
export async function readYearBooks(reading: BooksReading, { entity, from, to, knownAt }: YearQuestion): Promise<YearBooks> {
  await reading.readModels.catchUp();
  const question = { entityId: entity.entityId, from, asOf: to, basis: 'posting' as const, ...(knownAt === undefined ? {} : { knownAt }) };
  const { body } = await reports(reading.readStore).trialBalance(question);
  const entries = (): AsyncGenerator<BookedEntry> => journalEntries(placedFacts(reading), { entityId: entity.entityId, untilSequence: body.knownAt });
  const year = { from, to };
  const [survey, lettering] = [new JournalSurvey(year), new Lettering(year)];
  const progress = startProgress('entries of the journal read', null);
  let read = 0;
  for await (const booked of entries()) {
    survey.take(booked);
    lettering.take(booked);
    read += 1;
    progress.update(read);
  }
  lettering.finish();
  progress.done();
  const problems = tieToTrialBalance(survey, body);
  if (problems.length > 0) {
    throw new CliFailure('check-failed', `The journal in the log and the trial balance differ; run daybook verify, then daybook rebuild:\n  ${problems.join('\n  ')}`);
  }
  const customers = await customersOf(reading);
  return { survey, lettering, knownAt: body.knownAt, entries, customerOf: (customerId) => customers.get(customerId) };
}

/** As they are known now; of an erased customer nothing is left but the id. */
async function customersOf({ readStore }: BooksReading): Promise<ReadonlyMap<string, CustomerRecord>> {
  const customers = new Map<string, CustomerRecord>();
  const look = lookups(readStore, () => Date.now());
  let after: number | null = null;
  do {
    const page: Awaited<ReturnType<typeof look.listCustomers>> = await look.listCustomers({}, { limit: 1000, oldestFirst: true, ...(after === null ? {} : { after }) });
    for (const customer of page.items) customers.set(customer.customerId, customer);
    after = page.next;
  } while (after !== null);
  return customers;
}
