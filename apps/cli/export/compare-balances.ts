import { placedFacts, plainTextAccount, plainTextJournal, type FactSource, type JournalScope, type NamedAccount, type PlainTextFormat } from '#exports';
import type { Reports } from '#read-models';
import { currencyDigits } from '#ledger';
import { formatMinor, minorOf } from '#money';
import { bookkeepingTools } from './bookkeeping-tools';

export interface BalanceComparison {
  readonly accounts: number;
  readonly problems: readonly string[];
}

/**
 * Lets the real program add up the exported journal and compares account by account with our trial balance, in base
 * currency: two programs, one result.
 *
 * Precondition: the program is on the PATH and the read models have caught up.
 */
export async function compareBalances(format: PlainTextFormat, source: FactSource, reports: Reports, entityId?: string): Promise<BalanceComparison> {
  const ours = await closingBalances(reports, format, entityId);
  const scope: JournalScope = { untilSequence: ours.knownAt, ...(entityId === undefined ? {} : { entityId }) };
  const theirs = new Map<string, string>();
  for (const [account, balance] of await bookkeepingTools[format].balances(plainTextJournal(format, placedFacts(source), scope))) {
    const [amount = '0', currency = ''] = balance.split(' ');
    theirs.set(withoutName(account), currency === '' ? '0' : `${amount} ${currency}`);
  }
  const problems: string[] = [];
  for (const account of new Set([...ours.balances.keys(), ...theirs.keys()])) {
    const [our, their] = [ours.balances.get(account) ?? '0', theirs.get(account) ?? '0'];
    if (our !== their) {
      problems.push(`${account}: trial balance ${our}, ${format} ${their}`);
    }
  }
  return { accounts: ours.balances.size, problems };
}

/** The account's code ends at the first blank after it; its name may have changed since. */
const withoutName = (account: string): string => /^.*:[^ ]+/.exec(account)?.[0] ?? account;

/** Account → closing balance in base currency, over all transaction currencies; `0` for none. */
async function closingBalances(
  reports: Reports, format: PlainTextFormat, entityId: string | undefined,
): Promise<{ readonly knownAt: number; readonly balances: ReadonlyMap<string, string> }> {
  const sums = new Map<string, { minor: bigint; currency: string }>();
  const { body } = await reports.trialBalance({ asOf: '9999-12-31', ...(entityId === undefined ? {} : { entityId }) });
  for (const { entityId: entity, baseCurrency, rows } of body.sections) {
    for (const { accountCode, role, base } of rows) {
      const account: NamedAccount = { entityId: entity, code: accountCode, name: '', role: role as NamedAccount['role'] };
      const key = withoutName(plainTextAccount(format, account));
      const minor = (sums.get(key)?.minor ?? 0n) + minorOf(base.closing, currencyDigits(baseCurrency));
      sums.set(key, { minor, currency: baseCurrency });
    }
  }
  const shown = [...sums].map(([key, { minor, currency }]) => [key, minor === 0n ? '0' : `${formatMinor(minor, currencyDigits(currency))} ${currency}`] as const);
  return { knownAt: body.knownAt, balances: new Map(shown) };
}
