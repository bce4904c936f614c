import type { LedgerEvent } from '../event-registry';
import type { Calendar } from '../calendar';
import type { Chart } from './chart';
import {
  deductionEntry, refundPaidEntry, refundReturnedEntry, reversalDebitEntry, taxRelievedEntry, writeOffReversedEntry, writtenOffEntry,
} from './correction-postings';
import { bankFeeEntry, payoutEntry } from './bank-postings';
import { creditNoteEntry, externalInvoiceEntry, invoiceEntry } from './document-postings';
import type { DraftLine, Entry } from './draft-line';
import { allocationEntry, identificationReversedEntry, identifiedEntry, receivedEntry, reversedEntry } from './money-postings';
import { assertBalanced, type PostingLine } from './posting-line';
import { recognisedEntry, revaluedEntry } from './revenue-postings';

export interface PostingContext {
  /** As folded up to the event's place in the log. */
  readonly calendar: Calendar;
  readonly chart: Chart;
}

type DataOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>['data'];
type Posting = { readonly [Type in LedgerEvent['type']]?: (data: DataOf<Type>) => Entry };

/** The one table of what each money fact books. Every other event books nothing. */
const entries = {
  InvoiceIssued: invoiceEntry,
  ExternalInvoiceRecorded: externalInvoiceEntry,
  CreditNoteIssued: creditNoteEntry,
  PaymentReceived: receivedEntry,
  PaymentIdentified: identifiedEntry,
  PaymentIdentificationReversed: identificationReversedEntry,
  PaymentReversed: reversedEntry,
  PaymentAllocated: (data) => allocationEntry(data, data.allocatedOn, false),
  AllocationReversed: (data) => allocationEntry(data, data.reversedOn, true),
  DeductionAccepted: (data) => deductionEntry(data, data.acceptedOn, false),
  DeductionReversed: (data) => deductionEntry(data, data.reversedOn, true),
  InvoiceWrittenOff: writtenOffEntry,
  WriteOffReversed: writeOffReversedEntry,
  BadDebtTaxRelieved: taxRelievedEntry,
  RefundPaid: refundPaidEntry,
  RefundReturned: refundReturnedEntry,
  ReversalDebitRaised: (data) => reversalDebitEntry(data, data.raisedOn, false),
  ReversalDebitWithdrawn: (data) => reversalDebitEntry(data, data.withdrawnOn, true),
  RevenueRecognised: recognisedEntry,
  CurrencyRevalued: revaluedEntry,
  BankFeeCharged: bankFeeEntry,
  GatewayPayoutSettled: payoutEntry,
} satisfies Posting;

/** Event types that post. Read models take items, receipts and reversals from these and from no others. */
export const postingEventTypes: ReadonlySet<LedgerEvent['type']> = new Set(Object.keys(entries) as LedgerEvent['type'][]);

/** Lines of one account are one line, so that the journal reads as a bookkeeper writes it; zero lines go. */
function merged(drafts: readonly DraftLine[]): DraftLine[] {
  const byAccount = new Map<string, DraftLine>();
  for (const draft of drafts) {
    const key = `${draft.role} ${draft.effectiveDate} ${draft.currency} ${draft.taxCode ?? ''} ${draft.accountId ?? ''}`;
    const before = byAccount.get(key);
    byAccount.set(
      key,
      before === undefined ? draft : { ...draft, amount: before.amount + draft.amount, baseAmount: before.baseAmount + draft.baseAmount },
    );
  }
  return [...byAccount.values()].filter((draft) => draft.amount !== 0n || draft.baseAmount !== 0n);
}

/**
 * The journal lines of one event, booked by the calendar and the chart at its place in the log. Pure; empty for an
 * event that posts nothing. Lines that count later, as a schedule fixed at issue says, are booked by the same calendar.
 *
 * Postcondition: debits equal credits per currency and effective date, in transaction and in base currency.
 *
 * @throws Error when they would not, or when the entity has no chart yet.
 */
export function postings(event: LedgerEvent, context: PostingContext): PostingLine[] {
  const entryOf = (entries as Readonly<Record<string, ((data: never) => Entry) | undefined>>)[event.type];
  if (entryOf === undefined) return [];
  const { entityId, drafts } = entryOf(event.data as never);
  const lines = merged(drafts).map((draft) => ({
    entityId,
    role: draft.role,
    accountCode: context.chart.account(entityId, draft.role).code,
    accountId: draft.accountId ?? '',
    taxCode: draft.taxCode ?? '',
    currency: draft.currency,
    amount: draft.amount,
    baseCurrency: draft.baseCurrency,
    baseAmount: draft.baseAmount,
    effectiveDate: draft.effectiveDate,
    postingDate: context.calendar.postingDate(entityId, draft.effectiveDate),
  }));
  assertBalanced(lines, event.type);
  return lines;
}
