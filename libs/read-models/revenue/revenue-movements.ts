import { minorOf } from '#money';
import {
  currencyDigits, incomeRole, type AccountRole, type CreditLine, type CreditNoteIssued, type ExternalInvoiceRecorded, type InvoiceIssued,
  type InvoiceLine, type RevenueRecognised,
} from '#ledger';

/** What a movement is about. */
export interface MovementSubject {
  readonly productCode: string;
  readonly contractId: string;
  readonly invoiceId: string;
  readonly atIssue: boolean;
}

/** One effect on revenue and on the contract balance, in minor units. */
export interface RevenueMovement extends MovementSubject {
  readonly on: string;
  billed: bigint;
  credited: bigint;
  recognised: bigint;
}

export interface RevenueMovements {
  readonly entityId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly income: AccountRole;
  readonly movements: readonly RevenueMovement[];
}

type Part = 'billed' | 'credited' | 'recognised';

/** Brings together what concerns the same thing on the same day. */
class Collected {
  readonly #byKey = new Map<string, RevenueMovement>();
  readonly #digits: number;

  constructor(currency: string) {
    this.#digits = currencyDigits(currency);
  }

  minor(amount: string): bigint {
    return minorOf(amount, this.#digits);
  }

  add(subject: MovementSubject, on: string, part: Part, amount: bigint): void {
    const key = `${on}${subject.atIssue ? '=' : ' '}${subject.productCode}\n${subject.contractId}\n${subject.invoiceId}`;
    let movement = this.#byKey.get(key);
    if (movement === undefined) {
      movement = { ...subject, on, billed: 0n, credited: 0n, recognised: 0n };
      this.#byKey.set(key, movement);
    }
    movement[part] += amount;
  }

  all(): RevenueMovement[] {
    return [...this.#byKey.values()].filter(({ billed, credited, recognised }) => billed !== 0n || credited !== 0n || recognised !== 0n);
  }
}

/** Billed on the issue date; recognised then, on the days of its schedule, or before it was billed. */
export function invoiced(data: InvoiceIssued['data']): RevenueMovements {
  const collected = new Collected(data.currency);
  for (const line of data.lines) addInvoiceLine(collected, line, data);
  const { entityId, customerId, currency } = data;
  return { entityId, customerId, currency, income: incomeRole(data.purpose), movements: collected.all() };
}

function addInvoiceLine(collected: Collected, line: InvoiceLine, { invoiceId, issueDate }: InvoiceIssued['data']): void {
  const { recognition, productCode = '', contractId = '' } = line;
  const atIssue = recognition.rule === 'at-issue';
  const subject = { productCode, contractId, invoiceId, atIssue };
  const net = collected.minor(line.net);
  collected.add(subject, issueDate, 'billed', net);
  if (atIssue) collected.add(subject, issueDate, 'recognised', net);
  for (const { on, amount } of atIssue ? [] : (recognition.schedule ?? [])) {
    collected.add(subject, on, 'recognised', collected.minor(amount));
  }
}

/** Credited on the issue date, and so much less recognised then and on the days it says. */
export function credited(data: CreditNoteIssued['data']): RevenueMovements {
  const collected = new Collected(data.currency);
  for (const line of data.lines) addCreditLine(collected, line, data.issueDate);
  const { entityId, customerId, currency } = data;
  return { entityId, customerId, currency, income: incomeRole(data.purpose), movements: collected.all() };
}

function addCreditLine(collected: Collected, line: CreditLine, issueDate: string): void {
  const { recognition, productCode = '', contractId = '', invoiceId = '' } = line;
  const subject = { productCode, contractId, invoiceId, atIssue: recognition === undefined };
  const net = collected.minor(line.net);
  collected.add(subject, issueDate, 'credited', net);
  collected.add(subject, issueDate, 'recognised', recognition === undefined ? -net : -collected.minor(recognition.fromRevenue));
  for (const { on, amount } of recognition?.schedule ?? []) {
    collected.add(subject, on, 'recognised', -collected.minor(amount));
  }
}

/** History of another system counts wholly on its date. */
export function recordedElsewhere(data: ExternalInvoiceRecorded['data']): RevenueMovements {
  const collected = new Collected(data.currency);
  const subject = { productCode: '', contractId: '', invoiceId: data.invoiceId, atIssue: true };
  const net = collected.minor(data.totals.net);
  collected.add(subject, data.issueDate, 'billed', net);
  collected.add(subject, data.issueDate, 'recognised', net);
  const { entityId, customerId, currency } = data;
  return { entityId, customerId, currency, income: 'revenue', movements: collected.all() };
}

/** Earned by work or use: what was deferred, and what is not billed yet. */
export function recognisedByWork(data: RevenueRecognised['data'], customerId: string): RevenueMovements {
  const collected = new Collected(data.currency);
  const { entityId, currency, contractId, productCode = '' } = data;
  collected.add({ productCode, contractId, invoiceId: '', atIssue: false }, data.recognisedOn, 'recognised', collected.minor(data.amount));
  return { entityId, customerId, currency, income: 'revenue', movements: collected.all() };
}
