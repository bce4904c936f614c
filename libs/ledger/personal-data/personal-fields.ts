import type { LedgerEvent } from '../event-registry';
import { accountParts } from '../stream-name';

/** Whose a personal field is: the name its key goes by. */
export const personalSubject = {
  customer: (customerId: string) => `customer:${customerId}`,
  account: (accountId: string) => `customer:${accountParts(accountId).customerId}`,
  /** Who paid is not known when the money comes: the receipt has a key of its own. */
  payment: (paymentId: string) => `payment:${paymentId}`,
  bankLine: (lineId: string) => `bank-line:${lineId}`,
  inquiry: (inquiryId: string) => `inquiry:${inquiryId}`,
  approval: (approvalId: string) => `approval:${approvalId}`,
};

/** Gives what stands in the place of one personal field. */
export type ChangePersonal = (value: unknown, subject: string, field: string) => unknown;

type DataOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>['data'];
type Rules = { readonly [Type in LedgerEvent['type']]?: (data: DataOf<Type>, change: ChangePersonal) => unknown };

/** The holder with its field changed; as it is when it says nothing about anybody. */
function changed<Holder extends object>(holder: Holder, subject: string, change: ChangePersonal, field: keyof Holder & string): Holder {
  const value: unknown = holder[field];
  const empty = value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return empty ? holder : { ...holder, [field]: change(value, subject, field) };
}

type OfCustomer = { readonly customerId: string; readonly personal: object };
type OfAccount = { readonly accountId: string; readonly personal: object };
type OfInquiry = { readonly inquiryId: string; readonly personal: object };
const ofCustomer = <Data extends OfCustomer>(data: Data, change: ChangePersonal): Data => changed(data, personalSubject.customer(data.customerId), change, 'personal');
const ofAccount = (data: OfAccount, change: ChangePersonal): OfAccount => changed(data, personalSubject.account(data.accountId), change, 'personal');
const ofInquiry = (data: OfInquiry, change: ChangePersonal): OfInquiry => changed(data, personalSubject.inquiry(data.inquiryId), change, 'personal');

/** Which fields of which events are personal. A test holds this against every schema: what it leaves out fails the build. */
const rules: Rules = {
  CustomerRegistered: ofCustomer,
  ContactChanged: ofCustomer,
  BankDetailsSet: ofCustomer,
  CommunicationPreferenceSet: ofCustomer,
  MandateGiven: ofCustomer,
  InvoiceIssued: (data, change) => ({
    ...data,
    buyer: ofCustomer(data.buyer, change),
    ...(data.billTo === undefined ? {} : { billTo: ofCustomer(data.billTo, change) }),
  }),
  CreditNoteIssued: (data, change) => ({ ...data, buyer: ofCustomer(data.buyer, change) }),
  PaymentReceived: (data, change) => changed(data, personalSubject.payment(data.paymentId), change, 'personal'),
  StatementLinesRecorded: (data, change) => ({
    ...data,
    lines: data.lines.map((line) => changed(line, personalSubject.bankLine(line.lineId), change, 'personal')),
  }),
  ContactLogged: ofAccount,
  DeliveryDue: ofAccount,
  SatisfactionRecorded: ofAccount,
  InquiryReceived: ofInquiry,
  InquiryAnswered: ofInquiry,
  // The command that waits may bring bank details.
  ApprovalRequested: (data, change) => changed(data, personalSubject.approval(data.approvalId), change, 'content'),
};

/** The event types that say who a person is. */
export const personalEventTypes: ReadonlySet<string> = new Set(Object.keys(rules));

/** The data with each personal field replaced by what `change` gives for it; `data` itself stays as it is. */
export function mapPersonal(type: string, data: unknown, change: ChangePersonal): unknown {
  const rule = rules[type as LedgerEvent['type']] as ((data: unknown, change: ChangePersonal) => unknown) | undefined;
  return rule === undefined ? data : rule(data, change);
}
