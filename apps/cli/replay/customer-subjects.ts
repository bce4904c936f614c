import type { LedgerEvent } from '#ledger';
import { concernsCustomer } from '../log/fact-days';

/** Fields by which an event speaks of a sale, a document, a return or a payment. */
const subjectFields = ['saleId', 'invoiceId', 'creditNoteId', 'returnId', 'paymentId'] as const;

/**
 * What belongs to a customer: the sales, documents, returns and payments of the events that name the customer or one of
 * the customer's accounts. The whole log is needed first, since money may be identified long after it came.
 */
export class CustomerSubjects {
  private readonly subjects = new Set<string>();

  constructor(private readonly customerId: string) {}

  /** Takes the next event of the log. */
  take(fact: LedgerEvent): void {
    if (concernsCustomer(fact, this.customerId)) {
      for (const subject of subjectsOf(fact)) {
        this.subjects.add(subject);
      }
    }
  }

  /** Whether a fact is about the customer or about something that is the customer's. */
  concern(fact: LedgerEvent): boolean {
    return concernsCustomer(fact, this.customerId) || subjectsOf(fact).some((subject) => this.subjects.has(subject));
  }
}

function subjectsOf(fact: LedgerEvent): string[] {
  const data = fact.data as Readonly<Record<string, unknown>>;
  const sales: readonly unknown[] = Array.isArray(data['saleIds']) ? data['saleIds'] : [];
  return [
    ...subjectFields.flatMap((field) => (typeof data[field] === 'string' ? [`${field}:${data[field]}`] : [])),
    ...sales.map((sale) => `saleId:${String(sale)}`),
  ];
}
