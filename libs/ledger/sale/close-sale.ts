import { formatMinor, minorOf } from '#money';
import { checkedCurrency, conflict, failed, firstRefusal, passed, refuseFutureDay, refuseUnrealDay, type Checked } from '../input-rules';
import type { PricedDocument } from '../pricing';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { accountIdOf } from '../stream-name';
import { answerAfter, billSale, isNothing, priceSale, type BillingRequest, type SaleDecisionFacts } from './assign-billing';
import { refuseSaleContent, type NamedFacts } from './sale-rules';
import { erasedCustomer } from '../customer/customer-refusals';
import { exceedsCredit, type CreditFacts } from '../customer/credit-limit';
import type { BillingAssigned, NothingToBill, SaleEvent, SaleLine } from './sale.events';
import { answerOf, type SaleAnswer, type SaleFacts, type SaleState } from './sale.state';

/** A sale was concluded elsewhere. It exists once per sale id, and is billed at once unless it has to wait. */
export interface CloseSale extends Omit<BillingRequest, 'requestedIssueDate'> {
  readonly inputHash: string;
  readonly saleId: string;
  readonly entityId: string;
  readonly customerId: string;
  readonly closedOn: string;
  /** Default: the day the sale was closed. */
  readonly supplyDate?: string;
  readonly currency: string;
  /** Base units per unit of the currency; needed in any but the base currency. */
  readonly rate?: string;
  readonly lines: readonly SaleLine[];
  readonly reference?: string;
  readonly purpose?: SaleFacts['purpose'];
  readonly taxInclusive?: SaleFacts['taxInclusive'];
  /** One of the two. The amount includes tax if the prices do. */
  readonly documentDiscountPercent?: string;
  readonly documentDiscountAmount?: string;
  /** Default: the buyer. */
  readonly billToCustomerId?: string;
  /** Whose account owes it; default: the buyer. */
  readonly payerCustomerId?: string;
  readonly aboutInvoiceId?: string;
  readonly billing: 'at-once' | 'later';
  /** Default: the day the sale was closed. */
  readonly requestedIssueDate?: string;
}

export interface CloseSaleFacts extends SaleDecisionFacts, Omit<NamedFacts, 'entity' | 'billTo'> {
  /** A held debtor account's sales wait; fees and interest on what it owes do not. */
  readonly accountHeld: boolean;
  /** The payer's credit limit; absent or null: none. */
  readonly credit?: CreditFacts | null;
}

export function decideCloseSale(command: CloseSale, state: SaleState, facts: CloseSaleFacts): Decision<SaleEvent, SaleAnswer> {
  if (state.closing !== null) {
    return state.closing.inputHash === command.inputHash
      ? accept([], state.closing.answer)
      : refuse(conflict('SALE.CONFLICT', 'sale', command.saleId, 'A sale never changes; cancel it, or credit its invoice, and send a new one.'));
  }
  const checked = checkSale(command, facts);
  if (!checked.ok) {
    return refuse(checked.refusal);
  }
  const tooEarly = refuseFutureDay('closedOn', command.closedOn, facts.today);
  if (tooEarly !== undefined) {
    return refuse(tooEarly);
  }
  const { sale, priced } = checked.value;
  const closed: SaleEvent = { type: 'SaleClosed', data: sale };
  if (command.billing === 'later' || (facts.accountHeld && !isNothing(priced) && !isChargeFor(sale))) {
    return accept([closed], answerOf(sale, 'waiting'));
  }
  const billed = billSale(sale, priced, { ...command, requestedIssueDate: command.requestedIssueDate ?? command.closedOn }, facts);
  return billed.ok ? withinCredit(sale, billed.value, facts.credit) : refuse(billed.refusal);
}

/** A fee or interest is no new credit: it follows from what is owed. */
const isChargeFor = ({ purpose }: SaleFacts): boolean => purpose === 'late-fee' || purpose === 'interest';

/** Fees and interest are owed whatever the limit; everything else beyond it waits or is told of, as was agreed. */
function withinCredit(sale: SaleFacts, billed: BillingAssigned | NothingToBill, credit: CreditFacts | null | undefined): Decision<SaleEvent, SaleAnswer> {
  if (isChargeFor(sale) || billed.type === 'NothingToBill' || !exceedsCredit(credit, billed.data)) {
    return accept([{ type: 'SaleClosed', data: sale }, billed], answerAfter(sale, billed));
  }
  const told: SaleFacts = { ...sale, creditLimit: credit?.onExceed === 'warn' ? 'warned' : 'blocked' };
  const closed: SaleEvent = { type: 'SaleClosed', data: told };
  return told.creditLimit === 'warned' ? accept([closed, billed], answerAfter(told, billed)) : accept([closed], answerOf(told, 'waiting'));
}

export interface CheckedSale {
  readonly sale: SaleFacts;
  readonly priced: PricedDocument;
}

/** A sale that passed every rule on its content, with its figures; the draft of a sale has to pass the same. */
export function checkSale(command: CloseSale, facts: CloseSaleFacts): Checked<CheckedSale> {
  const badDay = refuseDays(command);
  if (badDay !== undefined) {
    return failed(badDay);
  }
  const given = saleOf(command);
  const erased = facts.customer.erasure.erased === null ? undefined : erasedCustomer(facts.customer, command.customerId);
  const badContent = erased ?? refuseSaleContent(given, command.payerCustomerId ?? command.customerId, facts);
  if (badContent !== undefined) {
    return failed(badContent);
  }
  const priced = priceSale(given, facts);
  return priced.ok ? passed({ sale: atScale(given), priced: priced.value }) : priced;
}

function refuseDays({ closedOn, supplyDate, requestedIssueDate, saleId }: CloseSale): Refusal | undefined {
  return firstRefusal(
    saleId === '' ? refusal('invalid', 'SALE.ID', 'the sale id is empty. Send the id your system gave the sale.', { field: 'saleId' }) : undefined,
    refuseUnrealDay('closedOn', closedOn),
    refuseUnrealDay('supplyDate', supplyDate),
    refuseUnrealDay('issueDate', requestedIssueDate),
  );
}

function saleOf(command: CloseSale): SaleFacts {
  const { saleId, entityId, customerId, payerCustomerId = customerId, closedOn, supplyDate = closedOn, currency, rate, reference, billing } = command;
  const { purpose, taxInclusive, documentDiscountPercent, documentDiscountAmount, billToCustomerId, aboutInvoiceId } = command;
  return {
    saleId,
    entityId,
    customerId,
    accountId: accountIdOf(entityId, payerCustomerId),
    closedOn,
    supplyDate,
    currency,
    lines: purposeLines(command),
    billing,
    ...(rate === undefined ? {} : { rate }),
    ...(reference === undefined ? {} : { reference }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(taxInclusive === undefined ? {} : { taxInclusive }),
    ...(documentDiscountPercent === undefined ? {} : { documentDiscountPercent }),
    ...(documentDiscountAmount === undefined ? {} : { documentDiscountAmount }),
    ...(billToCustomerId === undefined || billToCustomerId === customerId ? {} : { billToCustomerId }),
    ...(aboutInvoiceId === undefined ? {} : { aboutInvoiceId }),
  };
}

/** What a prepayment asks for counts when it is settled. */
const purposeLines = ({ purpose, lines }: CloseSale): SaleLine[] =>
  purpose === 'prepayment' ? lines.map((line) => ({ recognition: 'prepayment', ...line })) : [...lines];

/** Amounts stand in events at the currency's scale. Precondition: the lines were priced. */
function atScale(sale: SaleFacts): SaleFacts {
  const { digits } = checkedCurrency(sale.currency);
  const scaled = (amount: string): string => formatMinor(minorOf(amount, digits), digits);
  const lines = sale.lines.map((line) => (line.discountAmount === undefined ? line : { ...line, discountAmount: scaled(line.discountAmount) }));
  const { documentDiscountAmount: off } = sale;
  return { ...sale, lines, ...(off === undefined ? {} : { documentDiscountAmount: scaled(off) }) };
}
