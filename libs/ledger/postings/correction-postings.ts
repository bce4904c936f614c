import type {
  BadDebtTaxRelieved, DeductionAccepted, DeductionReversed, InvoiceWrittenOff, RefundPaid, RefundReturned, ReversalDebitRaised,
  ReversalDebitWithdrawn, WriteOffReversed,
} from '../account/correction.events';
import type { AccountRole } from '../entity/entity.events';
import { accountParts } from '../stream-name';
import { bothOf, exchangeDifference, line, minorIn, negative, placeOf, transfer, type Both, type DraftLine, type Entry, type MoneyFrame } from './draft-line';

interface OfAccount {
  readonly accountId: string;
  readonly currency: string;
  readonly baseCurrency: string;
}

type TaxShare = BadDebtTaxRelieved['data']['taxes'][number];

const frame = (data: OfAccount, effectiveDate: string): MoneyFrame => ({ effectiveDate, currency: data.currency, baseCurrency: data.baseCurrency });
const entry = (data: OfAccount, drafts: readonly DraftLine[]): Entry => ({ entityId: accountParts(data.accountId).entityId, drafts });
const sum = (parts: readonly Both[]): Both => ({
  amount: parts.reduce((total, part) => total + part.amount, 0n),
  baseAmount: parts.reduce((total, part) => total + part.baseAmount, 0n),
});
const less = (whole: Both, part: Both): Both => ({ amount: whole.amount - part.amount, baseAmount: whole.baseAmount - part.baseAmount });

const taxDebits = (on: MoneyFrame, taxes: readonly TaxShare[]): DraftLine[] =>
  taxes.map((tax) => ({ ...line(on, 'tax-payable', bothOf(on, tax)), taxCode: `${tax.category}:${tax.rate}` }));

const deductionRole: Readonly<Record<DeductionAccepted['data']['kind'], AccountRole>> = {
  'early-payment-discount': 'sales-discounts',
  'bank-charge': 'bank-charges',
  withholding: 'withholding-receivable',
  tolerance: 'small-differences',
  commission: 'collection-fees',
};

/** The deduction's account (net) and tax payable (its share) against receivables; reversed with other signs. */
export function deductionEntry(data: DeductionAccepted['data'] | DeductionReversed['data'], effectiveDate: string, undone: boolean): Entry {
  const on = frame(data, effectiveDate);
  const whole = bothOf(on, data);
  const net = less(whole, sum(data.taxes.map((tax) => bothOf(on, tax))));
  const drafts = [line(on, deductionRole[data.kind], net), ...taxDebits(on, data.taxes), line(on, 'receivables', negative(whole), data.accountId)];
  return entry(data, undone ? drafts.map((draft) => ({ ...draft, ...negative(draft) })) : drafts);
}

export function writtenOffEntry(data: InvoiceWrittenOff['data']): Entry {
  const on = frame(data, data.writtenOffOn);
  const whole = sum(data.items.map((item) => bothOf(on, item)));
  return entry(data, transfer(on, whole, { debit: 'bad-debt', credit: 'receivables' }, data.accountId));
}

/** Receivables against bad debt; the tax that had been relieved is owed again, and was no loss. */
export function writeOffReversedEntry(data: WriteOffReversed['data']): Entry {
  const on = frame(data, data.reversedOn);
  const whole = sum(data.items.map((item) => bothOf(on, item)));
  const relieved = sum(data.taxes.map((tax) => bothOf(on, tax)));
  const taxes = taxDebits(on, data.taxes).map((draft) => ({ ...draft, ...negative(draft) }));
  return entry(data, [line(on, 'receivables', whole, data.accountId), line(on, 'bad-debt', negative(less(whole, relieved))), ...taxes]);
}

export function taxRelievedEntry(data: BadDebtTaxRelieved['data']): Entry {
  const on = frame(data, data.relievedOn);
  const relieved = sum(data.taxes.map((tax) => bothOf(on, tax)));
  return entry(data, [...taxDebits(on, data.taxes), line(on, 'bad-debt', negative(relieved))]);
}

const sourceRole = ({ kind }: RefundPaid['data']['source']): AccountRole => (kind === 'receipt' ? 'unapplied-receipts' : 'credits-to-apply');

/** The money at the rate it stands at against what left the bank; the difference is realised. */
export function refundPaidEntry(data: RefundPaid['data']): Entry {
  const on = frame(data, data.paidOn);
  const both = bothOf(on, data);
  const bankBase = data.bankBaseAmount === undefined ? both.baseAmount : minorIn(data.bankBaseAmount, data.baseCurrency);
  return entry(data, [
    line(on, sourceRole(data.source), both, data.accountId),
    line(on, placeOf(data), { amount: -both.amount, baseAmount: -bankBase }),
    ...exchangeDifference(on, both.baseAmount - bankBase),
  ]);
}

export function refundReturnedEntry(data: RefundReturned['data']): Entry {
  const on = frame(data, data.returnedOn);
  return entry(data, transfer(on, bothOf(on, data), { debit: placeOf(data), credit: sourceRole(data.source) }, data.accountId));
}

export function reversalDebitEntry(data: ReversalDebitRaised['data'] | ReversalDebitWithdrawn['data'], effectiveDate: string, undone: boolean): Entry {
  const on = frame(data, effectiveDate);
  const both = bothOf(on, data);
  return entry(data, transfer(on, undone ? negative(both) : both, { debit: 'receivables', credit: 'unapplied-receipts' }, data.accountId));
}
