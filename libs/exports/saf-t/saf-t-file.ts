import { accountParts, currencyDigits } from '#ledger';
import { formatMinor } from '#money';
import type { BookedEntry } from '../journal/journal-entries';
import type { EntryLine, JournalEntry } from '../journal/journal-entry';
import type { BookYear, JournalSurvey } from '../journal/journal-survey';
import { recordedDays } from '../journal/recorded-days';
import { element } from '../xml/xml-text';
import { customers, generalLedgerAccounts, header, taxTable, type Written } from './saf-t-master';
import { shortId } from './saf-t-words';

export interface SafTParty {
  readonly name: string;
  readonly street?: string;
  readonly city?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly taxId?: string;
}

export interface SafTFrame extends BookYear {
  readonly company: SafTParty & { readonly registration: string; readonly phone?: string; readonly email?: string };
  readonly baseCurrency: string;
  readonly timeZone: string;
  /** `YYYY-MM-DD`. */
  readonly createdOn: string;
  readonly softwareVersion: string;
  /** What is known of a customer (still). */
  readonly customerOf: (customerId: string) => SafTParty | undefined;
}

/** The schema knows two decimals. */
const digitsMax = 2;

/** Whether the schema can hold amounts of this base currency. */
export const safTHolds = (baseCurrency: string): boolean => currencyDigits(baseCurrency) <= digitsMax;

/**
 * SAF-T Financial 1.30 (Norwegian schema) over one book year, as XML in UTF-8: accounts with opening and closing, customers
 * with theirs, the tax table, and every entry by posting date. Only sums are kept in memory.
 *
 * Precondition: the survey has read the same entries to the end, and the schema holds the base currency.
 */
export async function* safTFile(frame: SafTFrame, entries: AsyncIterable<BookedEntry>, survey: JournalSurvey): AsyncGenerator<string> {
  const digits = currencyDigits(frame.baseCurrency);
  const written: Written = (minor) => formatMinor(minor, digits);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<AuditFile xmlns="urn:StandardAuditFile-Taxation-Financial:NO">\n';
  yield header(frame);
  yield '<MasterFiles>\n';
  yield* generalLedgerAccounts(survey, written);
  yield* customers(frame, survey, written);
  yield `${taxTable(frame, survey)}</MasterFiles>\n<GeneralLedgerEntries>`;
  yield `<NumberOfEntries>${survey.entries}</NumberOfEntries>${element('TotalDebit', written(survey.totalDebit))}${element('TotalCredit', written(survey.totalCredit))}\n`;
  if (survey.entries > 0) {
    yield '<Journal><JournalID>GL</JournalID><Description>General ledger</Description><Type>GL</Type>\n';
    const dayOf = recordedDays(frame.timeZone);
    for await (const { entry } of entries) {
      if (entry.postingDate >= frame.from && entry.postingDate <= frame.to) yield transaction(entry, dayOf(entry.recordedAt), written);
    }
    yield '</Journal>';
  }
  yield '</GeneralLedgerEntries>\n</AuditFile>\n';
}

function transaction(entry: JournalEntry, recordedOn: string, written: Written): string {
  const { sequence, effectiveDate, postingDate, eventType, document } = entry;
  const lines = entry.lines.map((line, index) => lineText(entry, line, index + 1, written));
  return (
    `<Transaction><TransactionID>${sequence}-${effectiveDate}</TransactionID><Period>${Number(postingDate.slice(5, 7))}</Period><PeriodYear>${postingDate.slice(0, 4)}</PeriodYear>` +
    `<TransactionDate>${entry.documentDate}</TransactionDate><VoucherType>${eventType}</VoucherType>${element('Description', `${eventType} ${document}`.trim().slice(0, 256))}` +
    `<SystemEntryDate>${recordedOn}</SystemEntryDate><GLPostingDate>${postingDate}</GLPostingDate><SystemID>${sequence}</SystemID>` +
    `${lines.join('')}</Transaction>\n`
  );
}

function lineText({ eventType, document, effectiveDate }: JournalEntry, line: EntryLine, record: number, written: Written): string {
  const isDebit = line.baseAmount >= 0n;
  const customer = line.accountId === '' ? '' : element('CustomerID', shortId(accountParts(line.accountId).customerId, 35));
  const amount = `<Amount>${written(isDebit ? line.baseAmount : -line.baseAmount)}</Amount>`;
  const side = isDebit ? 'Debit' : 'Credit';
  return (
    `<Line><RecordID>${record}</RecordID>${element('AccountID', line.accountCode)}<ValueDate>${effectiveDate}</ValueDate>` +
    `${element('SourceDocumentID', shortId(document, 35))}${customer}${element('Description', `${eventType} ${document}`.trim().slice(0, 256))}` +
    `<${side}Amount>${amount}${foreignAmount(line)}</${side}Amount>${taxInformation(line, side, amount)}</Line>`
  );
}

/** In transaction currency, where that is another one and stands on the same side; a difference of exchange stands on neither. */
function foreignAmount({ currency, baseCurrency, amount, baseAmount }: EntryLine): string {
  const digits = currencyDigits(currency);
  if (currency === baseCurrency || amount === 0n || amount > 0n !== baseAmount > 0n || digits > digitsMax) {
    return '';
  }
  return `<CurrencyCode>${currency}</CurrencyCode><CurrencyAmount>${formatMinor(amount < 0n ? -amount : amount, digits)}</CurrencyAmount>`;
}

function taxInformation({ taxCode }: EntryLine, side: 'Debit' | 'Credit', amount: string): string {
  if (taxCode === '') {
    return '';
  }
  const [, rate = ''] = taxCode.split(':');
  return `<TaxInformation><TaxType>MVA</TaxType>${element('TaxCode', taxCode)}${element('TaxPercentage', rate)}<${side}TaxAmount>${amount}</${side}TaxAmount></TaxInformation>`;
}
