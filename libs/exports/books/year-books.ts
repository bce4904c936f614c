import { lookups, reports, type CustomerRecord, type Question, type ReadStore } from '#read-models';
import { Lettering } from '../fec/lettering';
import { journalEntries, type BookedEntry } from '../journal/journal-entries';
import { JournalSurvey, type BookYear } from '../journal/journal-survey';
import { placedFacts, type FactSource } from '../journal/placed-facts';
import { tieToTrialBalance } from '../journal/tie-to-trial-balance';

/** What books are read from: the log, and read models that have caught up with it. */
export interface BooksSource extends FactSource {
  readonly readStore: ReadStore;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

export interface YearQuestion extends BookYear {
  readonly entityId: string;
  readonly knownAt?: NonNullable<Question['knownAt']>;
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

/** The journal in the log and the trial balance do not agree: no file may be written. */
export class BooksDiffer extends Error {
  override readonly name = 'BooksDiffer';

  constructor(readonly problems: readonly string[]) {
    super(`The journal in the log and the trial balance differ; run daybook verify, then daybook rebuild:\n  ${problems.join('\n  ')}`);
  }
}

/**
 * Reads the journal once and holds it against the trial balance.
 *
 * @param onEntry told how many entries were read so far.
 * @throws BooksDiffer when the two differ.
 * @throws ReportRefused for a moment or days that cannot be asked for.
 */
export async function readYearBooks(source: BooksSource, { entityId, from, to, knownAt }: YearQuestion, onEntry: (read: number) => void = () => undefined): Promise<YearBooks> {
  const question = { entityId, from, asOf: to, basis: 'posting' as const, ...(knownAt === undefined ? {} : { knownAt }) };
  const { body } = await reports(source.readStore).trialBalance(question);
  const entries = (): AsyncGenerator<BookedEntry> => journalEntries(placedFacts(source), { entityId, untilSequence: body.knownAt });
  const year = { from, to };
  const [survey, lettering] = [new JournalSurvey(year), new Lettering(year)];
  let read = 0;
  for await (const booked of entries()) {
    survey.take(booked);
    lettering.take(booked);
    read += 1;
    onEntry(read);
  }
  lettering.finish();
  const problems = tieToTrialBalance(survey, body);
  if (problems.length > 0) {
    throw new BooksDiffer(problems);
  }
  const customers = await customersOf(source);
  return { survey, lettering, knownAt: body.knownAt, entries, customerOf: (customerId) => customers.get(customerId) };
}

/** As they are known now; of an erased customer nothing is left but the id. */
async function customersOf({ readStore, now }: BooksSource): Promise<ReadonlyMap<string, CustomerRecord>> {
  const customers = new Map<string, CustomerRecord>();
  const look = lookups(readStore, now);
  let after: number | null = null;
  do {
    const page: Awaited<ReturnType<typeof look.listCustomers>> = await look.listCustomers({}, { limit: 1000, oldestFirst: true, ...(after === null ? {} : { after }) });
    for (const customer of page.items) customers.set(customer.customerId, customer);
    after = page.next;
  } while (after !== null);
  return customers;
}
