import { currencyDigits, isCorrection, type InvoiceIssued, type LedgerEvent } from '#ledger';
import { formatMinor, minorOf } from '#money';
import type { LoggedEvent } from '../log/own-events';
import { JournalWalk } from '#exports';
import { CheckBuilder, type Check, type LogCheck } from './check';
import { correctionMovements } from './correction-movements';

interface OpenItem {
  readonly name: string;
  readonly currency: string;
  /** Change of the open amount by effective date. */
  readonly movements: Map<string, bigint>;
}

/**
 * Money: every event's postings balance, and no item or source is used beyond what it holds at any date.
 */
export class MoneyCheck implements LogCheck {
  private readonly balanced = new CheckBuilder('postings balance', 'money facts whose debits equal their credits');
  private readonly bounds = new CheckBuilder('never negative', 'invoices, receipts (identified and not) and credits, none used beyond its amount at any date');
  private readonly journal = new JournalWalk();
  private readonly items = new Map<string, OpenItem>();

  see({ fact, sequence, event }: LoggedEvent): void {
    try {
      if (this.journal.take(fact).length > 0) {
        this.balanced.look();
      }
    } catch (error) {
      this.balanced.problem(`sequence ${sequence}: ${event.stream}@${event.revision}: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.move(fact);
  }

  results(): readonly Check[] {
    for (const [, item] of this.items) {
      this.bounds.look();
      let open = 0n;
      for (const [day, change] of [...item.movements].sort(([a], [b]) => (a < b ? -1 : 1))) {
        open += change;
        if (open < 0n) {
          this.bounds.problem(`${item.name} stands at ${formatMinor(open, currencyDigits(item.currency))} ${item.currency} on ${day}`);
          break;
        }
      }
    }
    return [this.balanced.result(), this.bounds.result()];
  }

  private move(fact: LedgerEvent): void {
    if (isCorrection(fact)) {
      for (const { key, name, currency, movement } of correctionMovements(fact)) {
        this.add(key, name, currency, movement);
      }
      return;
    }
    switch (fact.type) {
      case 'InvoiceIssued':
      case 'ExternalInvoiceRecorded':
        this.invoice(fact.data);
        break;
      case 'CreditNoteIssued':
        this.add(`credit ${fact.data.creditNoteId}`, fact.data.documentNumber, fact.data.currency, [fact.data.issueDate, fact.data.totals.gross, 1n]);
        break;
      case 'PaymentAllocated':
        this.allocate(fact.data, fact.data.allocatedOn, -1n);
        break;
      case 'AllocationReversed':
        this.allocate(fact.data, fact.data.reversedOn, 1n);
        break;
      default:
        this.moveReceipt(fact);
    }
  }

  private moveReceipt(fact: LedgerEvent): void {
    switch (fact.type) {
      case 'PaymentReceived':
        this.receipt('unidentified', fact.data, [fact.data.receivedOn, fact.data.amount, 1n]);
        break;
      case 'PaymentIdentified':
        for (const { amount } of fact.data.splits) {
          this.identify(fact.data, fact.data.identifiedOn, amount, 1n);
        }
        break;
      case 'PaymentIdentificationReversed':
        this.identify(fact.data, fact.data.reversedOn, fact.data.amount, -1n);
        break;
      case 'PaymentReversed':
        for (const { accountId, amount } of fact.data.parts) {
          this.receipt(accountId === undefined ? 'unidentified' : 'receipt', fact.data, [fact.data.valueDate, amount, -1n]);
        }
        break;
      default:
    }
  }

  private invoice(data: Pick<InvoiceIssued['data'], 'invoiceId' | 'documentNumber' | 'currency' | 'issueDate' | 'instalments'>): void {
    for (const { number, amount } of data.instalments) {
      this.add(`invoice ${data.invoiceId} ${number}`, `${data.documentNumber} instalment ${number}`, data.currency, [data.issueDate, amount, 1n]);
    }
  }

  /** Money goes from the unidentified part of its receipt to the identified one, or back. */
  private identify(payment: Receipt, on: string, amount: string, sign: 1n | -1n): void {
    this.receipt('unidentified', payment, [on, amount, sign === 1n ? -1n : 1n]);
    this.receipt('receipt', payment, [on, amount, sign]);
  }

  private receipt(part: 'receipt' | 'unidentified', { paymentId, currency }: Receipt, movement: readonly [string, string, bigint]): void {
    this.add(`${part} ${paymentId}`, part === 'receipt' ? paymentId : `the unidentified part of ${paymentId}`, currency, movement);
  }

  private allocate(data: AllocationData, on: string, sign: 1n | -1n): void {
    for (const item of data.items) {
      const [currency, amount] = item.itemCurrency === undefined ? [data.currency, item.amount] : [item.itemCurrency, item.itemAmount ?? item.amount];
      this.add(`invoice ${item.invoiceId} ${item.instalment}`, item.invoiceId, currency, [on, amount, sign]);
      this.add(`${data.source.kind} ${data.source.id}`, data.source.id, data.currency, [on, item.amount, sign]);
    }
  }

  private add(key: string, name: string, currency: string, [day, amount, sign]: readonly [string, string, bigint]): void {
    const item = this.items.get(key) ?? { name, currency, movements: new Map<string, bigint>() };
    this.items.set(key, item);
    item.movements.set(day, (item.movements.get(day) ?? 0n) + sign * minorOf(amount, currencyDigits(currency)));
  }
}

interface Receipt {
  readonly paymentId: string;
  readonly currency: string;
}

type AllocationData = Extract<LedgerEvent, { type: 'PaymentAllocated' | 'AllocationReversed' }>['data'];
