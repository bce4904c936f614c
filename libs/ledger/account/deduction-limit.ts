import { Decimal, decimalOf, formatMinor, knownCurrency, minorOf, roundToMoney } from '#money';
import { addDays } from '../dates';
import { refusal, type Refusal } from '../refusal';
import type { AcceptDeduction, DeductionFacts, DeductionKind } from './accept-deduction';
import type { AccountState, OpenItem } from './account.state';
import { baseShare } from './base-share';

export interface DeductionLimit {
  readonly limited: boolean;
  /** Most that is allowed without somebody's overriding it, minor units. */
  readonly amount: bigint;
  readonly refusal: (asked: bigint) => Refusal;
}

type Asked = Pick<AcceptDeduction, 'accountId' | 'deductionId' | 'invoiceId' | 'kind' | 'paymentId'> & { readonly on: string };

/** How much the invoice's terms, or the entity's tolerance, allow; bank charges, tax withheld and an agency's commission are what they are. */
export function deductionLimit(asked: Asked, item: OpenItem, state: AccountState, facts: DeductionFacts): DeductionLimit | Refusal {
  const receipt = asked.paymentId === undefined ? undefined : state.receipts.get(asked.paymentId);
  if (asked.paymentId !== undefined && receipt === undefined) {
    const { accountId, paymentId, deductionId } = asked;
    const message = `Payment ${paymentId} is not in account ${accountId}; name the receipt that came short, or none.`;
    return refusal('not-found', 'DEDUCTION.UNKNOWN_PAYMENT', message, { deductionId, paymentId, accountId });
  }
  switch (asked.kind) {
    case 'early-payment-discount':
      return discountLimit(asked, item, state, { ...facts, paidOn: receipt?.receivedOn ?? asked.on });
    case 'tolerance':
      return toleranceLimit(asked, item, state, facts);
    case 'bank-charge':
    case 'withholding':
    case 'commission':
      return { limited: false, amount: item.open, refusal: () => refusal('conflict', 'DEDUCTION.EXCEEDS_OPEN', 'nothing is open', {}) };
  }
}

/** Deductions of a kind that stand on the item. */
const standing = (state: AccountState, item: OpenItem, kind: DeductionKind) =>
  [...state.deductions.values()].filter((one) => sameItem(one.item, item) && one.data.kind === kind && one.reversed === null);

const sameItem = (left: OpenItem, right: OpenItem): boolean => left.invoiceId === right.invoiceId && left.instalment === right.instalment;

/** What credit notes have paid of the item earns no discount. */
function creditedOf(state: AccountState, item: OpenItem): bigint {
  let credited = 0n;
  for (const { allocations } of state.credits.values()) {
    for (const part of allocations.flatMap(({ parts }) => parts)) {
      credited += sameItem(part.item, item) ? part.itemLeft : 0n;
    }
  }
  return credited;
}

function discountLimit(
  { deductionId, invoiceId: named }: Asked,
  item: OpenItem,
  state: AccountState,
  { document, mode, paidOn }: DeductionFacts & { readonly paidOn: string },
): DeductionLimit {
  const { invoiceId, issueDate } = item;
  const currency = knownCurrency(item.currency);
  const terms = document?.earlyPayment;
  const lastDay = terms === undefined ? null : addDays(issueDate, terms.withinDays);
  const inTime = lastDay !== null && paidOn <= lastDay;
  const entitled = new Decimal(formatMinor(item.amount - creditedOf(state, item), currency.digits)).times(decimalOf(terms?.percent ?? '0')).div(100);
  const taken = standing(state, item, 'early-payment-discount').reduce((sum, { amount }) => sum + amount, 0n);
  const left = roundToMoney(entitled, currency, mode).minor - taken;
  const amount = inTime && left > 0n ? left : 0n;
  return {
    limited: true,
    amount,
    refusal: (asked) => {
      const allowed = formatMinor(amount, currency.digits);
      const why =
        lastDay === null
          ? 'its terms know no early-payment discount'
          : inTime
            ? `its terms allow ${allowed} ${currency.code} more`
            : `it could be paid with a discount until ${lastDay}, and was paid on ${paidOn}`;
      const message = `Invoice ${named}: ${why}. Take no more than that, or override it with a reason.`;
      return refusal('conflict', 'DEDUCTION.EXCEEDS_TERMS', message, { deductionId, invoiceId, allowed, asked: formatMinor(asked, currency.digits) });
    },
  };
}

function toleranceLimit({ deductionId, invoiceId: named }: Asked, item: OpenItem, state: AccountState, { tolerance }: DeductionFacts): DeductionLimit {
  const baseDigits = knownCurrency(item.baseCurrency).digits;
  const taken = standing(state, item, 'tolerance').reduce((sum, { baseAmount }) => sum + baseAmount, 0n);
  const left = (tolerance === null ? 0n : minorOf(tolerance, baseDigits)) - taken;
  const within = (amount: bigint): boolean => baseShare(amount, { amount: item.amount, baseAmount: item.baseAmount, left: item.open, baseLeft: item.baseOpen }) <= left;
  return {
    limited: true,
    amount: within(item.open) ? item.open : largest(item, within),
    refusal: (asked) => {
      const allowed = formatMinor(left > 0n ? left : 0n, baseDigits);
      const message = `A difference of at most ${allowed} ${item.baseCurrency} may be settled on invoice ${named}; take no more than that, or override it with a reason.`;
      const data = { deductionId, invoiceId: item.invoiceId, allowed, asked: formatMinor(asked, knownCurrency(item.currency).digits) };
      return refusal('conflict', 'DEDUCTION.EXCEEDS_TOLERANCE', message, data);
    },
  };
}

/** The largest amount of the item whose base amount is still within the limit. */
function largest(item: OpenItem, within: (amount: bigint) => boolean): bigint {
  let low = 0n;
  let high = item.open;
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (within(middle)) {
      low = middle;
    } else {
      high = middle - 1n;
    }
  }
  return low;
}
