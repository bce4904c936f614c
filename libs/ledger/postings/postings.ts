import { minorOf } from '#money';
import type { AccountRole } from '../entity/entity.events';
import type { LedgerEvent } from '../event-registry';
import { accountParts } from '../stream-name';
import type { Calendar } from '../calendar';
import type { Chart } from './chart';
import { assertBalanced, currencyDigits, type PostingLine } from './posting-line';
import { shareOut } from './share-out';

export interface PostingContext {
  /** As folded up to the event's place in the log. */
  readonly calendar: Calendar;
  readonly chart: Chart;
}

type DataOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>['data'];

/** A line before the calendar and the chart have had their say. */
interface Draft {
  readonly role: AccountRole;
  readonly amount: bigint;
  readonly baseAmount: bigint;
  readonly accountId?: string;
  readonly taxCode?: string;
}

/** What one event books, all on one effective date in one currency pair. */
interface Entry {
  readonly entityId: string;
  readonly effectiveDate: string;
  readonly currency: string;
  readonly baseCurrency: string;
  readonly drafts: readonly Draft[];
}

interface TaxedDocument {
  readonly currency: string;
  readonly accountId: string;
  readonly totals: { readonly net: string; readonly gross: string };
  readonly base: { readonly currency: string; readonly net: string; readonly tax: string; readonly gross: string };
  readonly taxSummary: readonly { readonly category: string; readonly rate: string; readonly tax: string }[];
}

/** Tax payable per code and rate, as credits. The base tax is shared out so that its parts sum to the document's. */
function taxLines(document: TaxedDocument): Draft[] {
  const digits = currencyDigits(document.currency);
  const taxes = document.taxSummary.map((row) => minorOf(row.tax, digits));
  const baseTaxes = shareOut(minorOf(document.base.tax, currencyDigits(document.base.currency)), taxes);
  return document.taxSummary.map((row, index) => ({
    role: 'tax-payable',
    amount: -taxes[index]!,
    baseAmount: -baseTaxes[index]!,
    taxCode: `${row.category}:${row.rate}`,
  }));
}

/** Gross to `debtor`, net to revenue, tax to tax payable; the sign turns an invoice into a credit note. */
function documentDrafts(document: TaxedDocument, debtor: AccountRole, sign: 1n | -1n): Draft[] {
  const digits = currencyDigits(document.currency);
  const baseDigits = currencyDigits(document.base.currency);
  const drafts: Draft[] = [
    {
      role: debtor,
      amount: minorOf(document.totals.gross, digits),
      baseAmount: minorOf(document.base.gross, baseDigits),
      accountId: document.accountId,
    },
    { role: 'revenue', amount: -minorOf(document.totals.net, digits), baseAmount: -minorOf(document.base.net, baseDigits) },
    ...taxLines(document),
  ];
  return sign === 1n
    ? drafts
    : drafts.map((draft) => ({ ...draft, amount: -draft.amount, baseAmount: -draft.baseAmount }));
}

function documentEntry(data: TaxedDocument & { entityId: string; issueDate: string }, drafts: readonly Draft[]): Entry {
  return {
    entityId: data.entityId,
    effectiveDate: data.issueDate,
    currency: data.currency,
    baseCurrency: data.base.currency,
    drafts,
  };
}

function externalInvoice(data: DataOf<'ExternalInvoiceRecorded'>): Entry {
  if (data.mode === 'history') return documentEntry(data, documentDrafts(data, 'receivables', 1n));
  const amount = minorOf(data.totals.gross, currencyDigits(data.currency));
  const baseAmount = minorOf(data.base.gross, currencyDigits(data.base.currency));
  return documentEntry(data, [
    { role: 'receivables', amount, baseAmount, accountId: data.accountId },
    { role: 'opening-balance', amount: -amount, baseAmount: -baseAmount },
  ]);
}

interface MoneyPart {
  readonly currency: string;
  readonly baseCurrency: string;
}

interface Amounts {
  readonly amount: string;
  readonly baseAmount: string;
}

/** Debits one account and credits another with the same money; lines on a debtor's money name the part's account. */
function transfer(money: MoneyPart, part: Amounts & { accountId?: string }, debit: AccountRole, credit: AccountRole): Draft[] {
  const amount = minorOf(part.amount, currencyDigits(money.currency));
  const baseAmount = minorOf(part.baseAmount, currencyDigits(money.baseCurrency));
  const debtor = part.accountId === undefined ? {} : { accountId: part.accountId };
  const onDebtor = (role: AccountRole): object => (role === 'bank' || role === 'unidentified-receipts' ? {} : debtor);
  return [
    { role: debit, amount, baseAmount, ...onDebtor(debit) },
    { role: credit, amount: -amount, baseAmount: -baseAmount, ...onDebtor(credit) },
  ];
}

function moneyEntry(data: MoneyPart, entityId: string, effectiveDate: string, drafts: readonly Draft[]): Entry {
  return { entityId, effectiveDate, currency: data.currency, baseCurrency: data.baseCurrency, drafts };
}

function allocation(
  data: DataOf<'PaymentAllocated'> | DataOf<'AllocationReversed'>,
  effectiveDate: string,
  undone: boolean,
): Entry {
  const source = data.source.kind === 'receipt' ? 'unapplied-receipts' : 'credits-to-apply';
  const [debit, credit] = undone ? (['receivables', source] as const) : ([source, 'receivables'] as const);
  const drafts = data.items.flatMap((item) => transfer(data, { ...item, accountId: data.accountId }, debit, credit));
  return moneyEntry(data, accountParts(data.accountId).entityId, effectiveDate, drafts);
}

/** The one table of what each money fact books. Every other event books nothing. */
function entryOf(event: LedgerEvent): Entry | null {
  switch (event.type) {
    case 'InvoiceIssued':
      return documentEntry(event.data, documentDrafts(event.data, 'receivables', 1n));
    case 'ExternalInvoiceRecorded':
      return externalInvoice(event.data);
    case 'CreditNoteIssued':
      return documentEntry(event.data, documentDrafts(event.data, 'credits-to-apply', -1n));
    case 'PaymentReceived':
      return moneyEntry(event.data, event.data.entityId, event.data.receivedOn, transfer(event.data, event.data, 'bank', 'unidentified-receipts'));
    case 'PaymentIdentified': {
      const { data } = event;
      const drafts = data.splits.flatMap((split) => transfer(data, split, 'unidentified-receipts', 'unapplied-receipts'));
      return moneyEntry(data, accountParts(data.splits[0]!.accountId).entityId, data.identifiedOn, drafts);
    }
    case 'PaymentIdentificationReversed': {
      const { data } = event;
      const drafts = transfer(data, data, 'unapplied-receipts', 'unidentified-receipts');
      return moneyEntry(data, accountParts(data.accountId).entityId, data.reversedOn, drafts);
    }
    case 'PaymentReversed': {
      const { data } = event;
      const drafts = data.parts.flatMap((part) =>
        transfer(data, part, part.accountId === undefined ? 'unidentified-receipts' : 'unapplied-receipts', 'bank'),
      );
      return moneyEntry(data, data.entityId, data.valueDate, drafts);
    }
    case 'PaymentAllocated':
      return allocation(event.data, event.data.allocatedOn, false);
    case 'AllocationReversed':
      return allocation(event.data, event.data.reversedOn, true);
    default:
      return null;
  }
}

/** Lines of one account are one line, so that the journal reads as a bookkeeper writes it; zero lines go. */
function merged(drafts: readonly Draft[]): Draft[] {
  const byAccount = new Map<string, Draft>();
  for (const draft of drafts) {
    const key = `${draft.role} ${draft.taxCode ?? ''} ${draft.accountId ?? ''}`;
    const before = byAccount.get(key);
    byAccount.set(
      key,
      before === undefined ? draft : { ...draft, amount: before.amount + draft.amount, baseAmount: before.baseAmount + draft.baseAmount },
    );
  }
  return [...byAccount.values()].filter((draft) => draft.amount !== 0n || draft.baseAmount !== 0n);
}

/** Event types that post. Read models take items, receipts and reversals from these and from no others. */
export const postingEventTypes: ReadonlySet<LedgerEvent['type']> = new Set([
  'InvoiceIssued', 'ExternalInvoiceRecorded', 'CreditNoteIssued', 'PaymentReceived', 'PaymentIdentified',
  'PaymentIdentificationReversed', 'PaymentReversed', 'PaymentAllocated', 'AllocationReversed',
]);

/**
 * The journal lines of one event, booked by the calendar and the chart at its place in the log. Pure; empty for an
 * event that posts nothing.
 *
 * Postcondition: debits equal credits per currency and effective date, in transaction and in base currency.
 *
 * @throws Error when they would not, or when the entity has no chart yet.
 */
export function postings(event: LedgerEvent, context: PostingContext): PostingLine[] {
  const entry = entryOf(event);
  if (entry === null) return [];
  const postingDate = context.calendar.postingDate(entry.entityId, entry.effectiveDate);
  const lines = merged(entry.drafts).map((draft) => ({
    entityId: entry.entityId,
    role: draft.role,
    accountCode: context.chart.account(entry.entityId, draft.role).code,
    accountId: draft.accountId ?? '',
    taxCode: draft.taxCode ?? '',
    currency: entry.currency,
    amount: draft.amount,
    baseCurrency: entry.baseCurrency,
    baseAmount: draft.baseAmount,
    effectiveDate: entry.effectiveDate,
    postingDate,
  }));
  assertBalanced(lines, event.type);
  return lines;
}
