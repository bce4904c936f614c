import { currencyDigits } from '#ledger';
import { formatMinor } from '#money';
import { journalEntries, type BookedEntry, type JournalScope } from '../journal/journal-entries';
import type { PlacedFact } from '../journal/journal-entry';
import { beancount } from './beancount-dialect';
import type { Dialect } from './dialect';
import { hledger, ledger } from './hledger-dialect';

export const plainTextFormats = ['hledger', 'ledger', 'beancount'] as const;
export type PlainTextFormat = (typeof plainTextFormats)[number];

const dialects: Readonly<Record<PlainTextFormat, Dialect>> = { hledger, ledger, beancount };

/**
 * Yields the journal as text for a plain-text bookkeeping program, in base currency, one transaction per event and
 * effective date, in log order. Amounts in another transaction currency follow as a comment.
 */
export async function* plainTextJournal(format: PlainTextFormat, facts: AsyncIterable<PlacedFact>, scope: JournalScope = {}): AsyncGenerator<string> {
  const dialect = dialects[format];
  const declared = new Set<string>();
  yield dialect.head;
  for await (const booked of journalEntries(facts, scope)) {
    const declarations = declarationsFor(booked, dialect, declared);
    if (declarations !== '') {
      yield declarations;
    }
    yield transaction(booked, dialect);
  }
}

/** Currencies and accounts that this entry is the first to use. */
function declarationsFor({ entry, accountOf }: BookedEntry, dialect: Dialect, declared: Set<string>): string {
  let text = '';
  const once = (what: string, declaration: () => string): void => {
    if (!declared.has(what)) {
      declared.add(what);
      text += declaration();
    }
  };
  for (const line of entry.lines) {
    once(line.baseCurrency, () => dialect.declareCurrency(line.baseCurrency, currencyDigits(line.baseCurrency)));
    const account = dialect.account(accountOf(line));
    once(`account ${account}`, () => dialect.declareAccount(account));
  }
  return text;
}

function transaction({ entry, accountOf }: BookedEntry, dialect: Dialect): string {
  const postings = entry.lines.map((line) => {
    const amount = `${formatMinor(line.baseAmount, currencyDigits(line.baseCurrency))} ${line.baseCurrency}`;
    const foreign = line.currency === line.baseCurrency ? '' : `${formatMinor(line.amount, currencyDigits(line.currency))} ${line.currency}`;
    return dialect.posting(dialect.account(accountOf(line)), amount, line, foreign);
  });
  return dialect.title(entry) + postings.join('');
}

/** The name of an account in a journal of this format. */
export const plainTextAccount = (format: PlainTextFormat, account: Parameters<Dialect['account']>[0]): string => dialects[format].account(account);
