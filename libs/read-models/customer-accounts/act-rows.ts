import { createHash } from 'node:crypto';
import { minorOf } from '#money';
import { accountParts, currencyDigits, type LedgerEvent, type SaleClosed } from '#ledger';
import type { LedgerFact, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { RowWriter } from '../store/row-writer';
import { actTable } from './tables';

type DataOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>['data'];

interface Act {
  readonly kind: 'sale' | 'bank-details' | 'refund' | 'settled' | 'credited' | 'credit-note';
  readonly entityId: string;
  readonly customerId: string;
  readonly subjectId: string;
  readonly on: number;
  readonly documentNumber?: string;
  readonly currency?: string;
  readonly amount?: string;
  /** What it has in common with another act that it is compared with. */
  readonly about?: string;
}

/** Two sales of the same things at the same prices have the same, whatever order and ids their lines have. */
function contentOf({ currency, lines }: SaleClosed['data']): string {
  const said = lines.map(({ productCode = '', description, quantity, unitPrice, discountPercent = '', discountAmount = '' }) =>
    JSON.stringify([productCode, description, quantity, unitPrice, discountPercent, discountAmount]));
  return createHash('sha256').update(JSON.stringify([currency, ...said.sort()])).digest('hex').slice(0, 32);
}

/** Rows of acts that are compared with others when somebody asks for signs of error or fraud. */
export class ActRows {
  readonly rows: RowWriter;

  constructor({ dialect, generation }: WriterContext) {
    this.rows = new RowWriter(dialect, actTable, generation);
  }

  apply(fact: LedgerFact): void {
    for (const [line, act] of this.#actsOf(fact).entries()) {
      const { kind, entityId, customerId, subjectId, on, documentNumber = '', currency = '', amount, about = '' } = act;
      const minor = amount === undefined ? 0n : minorOf(amount, currencyDigits(currency));
      this.rows.add(fact.sequence, line + 1, kind, entityId, customerId, subjectId, documentNumber, on, currency, minor, about);
    }
  }

  #actsOf({ event, recordedAt }: LedgerFact): Act[] {
    switch (event.type) {
      case 'SaleClosed': {
        const { saleId, entityId, customerId, closedOn, currency } = event.data;
        return [{ kind: 'sale', entityId, customerId, subjectId: saleId, on: dayNumber(closedOn), currency, about: contentOf(event.data) }];
      }
      case 'BankDetailsSet':
        // It has no day of its own: it counts from the day it was recorded.
        return [{ kind: 'bank-details', entityId: '', customerId: event.data.customerId, subjectId: event.data.requestId, on: Math.floor(recordedAt / 86_400_000) }];
      case 'RefundRequested': {
        const { accountId, refundId, requestedOn, currency, amount } = event.data;
        return [{ kind: 'refund', ...accountParts(accountId), subjectId: refundId, on: dayNumber(requestedOn), currency, amount }];
      }
      case 'PaymentAllocated':
        return allocated(event.data);
      case 'CreditNoteIssued':
        return credited(event.data);
      default:
        return [];
    }
  }
}

/** What a receipt settled, per invoice. */
function allocated({ accountId, source, allocatedOn, currency, items }: DataOf<'PaymentAllocated'>): Act[] {
  return source.kind === 'credit'
    ? []
    : items.map(({ invoiceId, amount }) => ({
        kind: 'settled' as const, ...accountParts(accountId), subjectId: source.id, on: dayNumber(allocatedOn), currency, amount, about: invoiceId,
      }));
}

/** The note itself, and each invoice that it credits. */
function credited({ creditNoteId, entityId, customerId, issueDate, documentNumber, currency, totals, lines }: DataOf<'CreditNoteIssued'>): Act[] {
  const on = dayNumber(issueDate);
  const note = { entityId, customerId, subjectId: creditNoteId, documentNumber, on, currency };
  const invoices = new Set(lines.flatMap(({ invoiceId }) => (invoiceId === undefined ? [] : [invoiceId])));
  return [
    { ...note, kind: 'credit-note', amount: totals.gross },
    ...[...invoices].map((about) => ({ ...note, kind: 'credited' as const, amount: totals.gross, about })),
  ];
}
