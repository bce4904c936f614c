import { currencyDigits, type PostingLine } from '#ledger';
import { formatMinor } from '#money';
import type { PlainEntry } from './journal-entry';

/** One line as other books take it: amounts are text at the scale of their currency, and never negative. */
export interface PublicEntryLine {
  readonly accountCode: string;
  readonly accountName: string;
  /** What the account is for here, whatever its code. */
  readonly role: string;
  /** Debtor account; left out where the line concerns none. */
  readonly accountId?: string;
  readonly taxCode?: string;
  /** In base currency; one of the two is zero. */
  readonly debit: string;
  readonly credit: string;
  readonly currency: string;
  /** In that currency: debit positive, credit negative. */
  readonly amount: string;
}

/** An entry of the journal for another bookkeeping program. Its lines balance in base currency. */
export interface PublicEntry {
  /** The same for ever: book it under this reference and a repeated delivery is seen. */
  readonly entryId: string;
  readonly sequence: number;
  readonly eventType: string;
  readonly entityId: string;
  readonly effectiveDate: string;
  readonly postingDate: string;
  /** Number of the document, or id of the act, behind it; may be empty. */
  readonly document: string;
  readonly documentDate: string;
  readonly baseCurrency: string;
  readonly lines: readonly PublicEntryLine[];
}

export function publicEntry({ sequence, eventType, entityId, effectiveDate, postingDate, document, documentDate, baseCurrency, lines }: PlainEntry): PublicEntry {
  return {
    // One fact books at most one entry for a day.
    entryId: `${sequence}-${effectiveDate}`,
    sequence, eventType, entityId, effectiveDate, postingDate, document, documentDate, baseCurrency,
    lines: lines.map(publicLine),
  };
}

function publicLine({ accountCode, accountName, role, accountId, taxCode, currency, amount, baseCurrency, baseAmount }: PostingLine & { readonly accountName: string }): PublicEntryLine {
  const digits = currencyDigits(baseCurrency);
  return {
    accountCode, accountName, role,
    ...(accountId === '' ? {} : { accountId }),
    ...(taxCode === '' ? {} : { taxCode }),
    debit: formatMinor(baseAmount > 0n ? baseAmount : 0n, digits),
    credit: formatMinor(baseAmount < 0n ? -baseAmount : 0n, digits),
    currency,
    amount: formatMinor(amount, currencyDigits(currency)),
  };
}
