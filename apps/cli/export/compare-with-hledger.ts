import type { Reports } from '#read-models';
import { currencyDigits } from '#ledger';
import { formatMinor, minorOf } from '#money';
import type { LogSource } from '../log/own-events';
import { hledgerBalances } from './hledger';
import { hledgerJournal } from './hledger-journal';

export interface HledgerComparison {
  readonly accounts: number;
  readonly problems: readonly string[];
}

/**
 * Lets the real hledger add up the exported journal and compares account by account with our trial balance, in base
 * currency: two programs, one result.
 *
 * Precondition: hledger is on the PATH and the read models have caught up.
 */
export async function compareWithHledger(source: LogSource, reports: Reports): Promise<HledgerComparison> {
  const theirs = new Map<string, string>();
  for (const [account, balance] of await hledgerBalances(hledgerJournal(source))) {
    const [amount = '0', currency = ''] = balance.split(' ');
    // The account's code ends at the first blank; its name may have changed since.
    theirs.set(account.split(' ', 1)[0] ?? account, currency === '' ? '0' : `${amount} ${currency}`);
  }
  const ours = await closingBalances(reports);
  const problems: string[] = [];
  for (const account of new Set([...ours.keys(), ...theirs.keys()])) {
    const [our, their] = [ours.get(account) ?? '0', theirs.get(account) ?? '0'];
    if (our !== their) {
      problems.push(`${account}: trial balance ${our}, hledger ${their}`);
    }
  }
  return { accounts: ours.size, problems };
}

/** `ENTITY:CODE` → closing balance in base currency, over all transaction currencies; `0` for none, as hledger writes it. */
async function closingBalances(reports: Reports): Promise<ReadonlyMap<string, string>> {
  const sums = new Map<string, { minor: bigint; currency: string }>();
  const { body } = await reports.trialBalance({ asOf: '9999-12-31' });
  for (const { entityId, baseCurrency, rows } of body.sections) {
    for (const { accountCode, base } of rows) {
      const key = `${entityId}:${accountCode}`;
      const minor = (sums.get(key)?.minor ?? 0n) + minorOf(base.closing, currencyDigits(baseCurrency));
      sums.set(key, { minor, currency: baseCurrency });
    }
  }
  return new Map(
    [...sums].map(([key, { minor, currency }]) => [key, minor === 0n ? '0' : `${formatMinor(minor, currencyDigits(currency))} ${currency}`]),
  );
}
