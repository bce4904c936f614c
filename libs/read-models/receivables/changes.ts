import { minorOf } from '#money';
import {
  accountIdOf, accountParts, currencyDigits, type AllocationReversed, type CreditNoteIssued, type ExternalInvoiceRecorded,
  isCorrection, type InvoiceIssued, type LedgerEvent, type PaymentAllocated, type PaymentReversed,
} from '#ledger';
import { correctionChanges } from './correction-changes';
import type { ItemKind, MovementKind } from './tables';

/** An item as a posting event names it. */
export interface ItemName {
  readonly accountId: string;
  readonly kind: ItemKind;
  /** Invoice, credit note or payment id. */
  readonly documentId: string;
  /** Instalment number; 1 for everything that is no invoice. */
  readonly part: number;
}

/** One movement of one item, before it has a place in the tables. */
export interface Change {
  readonly item: ItemName;
  readonly movement: MovementKind;
  readonly currency: string;
  /** Minor units: positive opens or reopens, negative uses or takes away. */
  readonly amount: bigint;
  readonly effectiveDate: string;
  /** Present on a movement that may be the item's first. */
  readonly opens?: { readonly dueDate: string; readonly issueDate: string; readonly documentNumber: string };
}

/** Money whose owner is unknown stands in the entity's account of nobody. */
export const nobodysAccount = (entityId: string): string => accountIdOf(entityId, '');

const minor = (amount: string, currency: string): bigint => minorOf(amount, currencyDigits(currency));

function invoiceChanges(data: InvoiceIssued['data'] | ExternalInvoiceRecorded['data']): Change[] {
  return data.instalments.map((instalment) => ({
    item: { accountId: data.accountId, kind: 'invoice', documentId: data.invoiceId, part: instalment.number },
    movement: 'opened',
    currency: data.currency,
    amount: minor(instalment.amount, data.currency),
    effectiveDate: data.issueDate,
    opens: { dueDate: instalment.dueDate, issueDate: data.issueDate, documentNumber: data.documentNumber },
  }));
}

function creditChange(data: CreditNoteIssued['data']): Change {
  return {
    item: { accountId: data.accountId, kind: 'credit', documentId: data.creditNoteId, part: 1 },
    movement: 'opened',
    currency: data.currency,
    amount: minor(data.totals.gross, data.currency),
    effectiveDate: data.issueDate,
    opens: { dueDate: data.issueDate, issueDate: data.issueDate, documentNumber: data.documentNumber },
  };
}

function allocationChanges(data: PaymentAllocated['data'] | AllocationReversed['data'], effectiveDate: string, undone: boolean): Change[] {
  const movement = undone ? 'unallocated' : 'allocated';
  const kind = data.source.kind === 'receipt' ? 'receipt' : 'credit';
  const source = { accountId: data.accountId, kind, documentId: data.source.id, part: 1 } as const;
  const sign = undone ? 1n : -1n;
  let used = 0n;
  const changes: Change[] = [];
  for (const item of data.items) {
    const amount = sign * minor(item.amount, data.currency);
    const name = { accountId: data.accountId, kind: 'invoice', documentId: item.invoiceId, part: item.instalment } as const;
    if (item.itemCurrency === undefined || item.itemAmount === undefined) {
      used += amount;
      changes.push({ item: name, movement, currency: data.currency, amount, effectiveDate });
      continue;
    }
    const settled = sign * minor(item.itemAmount, item.itemCurrency);
    changes.push({ item: name, movement: 'exchanged', currency: item.itemCurrency, amount: settled, effectiveDate });
    changes.push({ item: source, movement: 'exchanged', currency: data.currency, amount, effectiveDate });
  }
  if (used !== 0n) changes.push({ item: source, movement, currency: data.currency, amount: used, effectiveDate });
  return changes;
}

interface MoneyEvent {
  readonly paymentId: string;
  readonly currency: string;
}

const receiptOf = (accountId: string, { paymentId }: MoneyEvent): ItemName => ({ accountId, kind: 'receipt', documentId: paymentId, part: 1 });
const unidentifiedOf = (entityId: string, { paymentId }: MoneyEvent): ItemName => ({
  accountId: nobodysAccount(entityId), kind: 'unidentified', documentId: paymentId, part: 1,
});

function receiptChange(item: ItemName, data: MoneyEvent, change: { amount: bigint; date: string; movement: MovementKind }): Change {
  const opens = { dueDate: change.date, issueDate: change.date, documentNumber: data.paymentId };
  const { amount, movement, date } = change;
  return { item, movement, currency: data.currency, amount, effectiveDate: date, ...(amount > 0n ? { opens } : {}) };
}

function reversalChanges(data: PaymentReversed['data']): Change[] {
  return data.parts.map((part) => {
    const item = part.accountId === undefined ? unidentifiedOf(data.entityId, data) : receiptOf(part.accountId, data);
    return receiptChange(item, data, { amount: -minor(part.amount, data.currency), date: data.valueDate, movement: 'reversed' });
  });
}

/** The movements of one posting event; empty for every other. The first of an item's movements says what the item is. */
export function changesOf(event: LedgerEvent): Change[] {
  switch (event.type) {
    case 'InvoiceIssued':
    case 'ExternalInvoiceRecorded':
      return invoiceChanges(event.data);
    case 'CreditNoteIssued':
      return [creditChange(event.data)];
    case 'PaymentReceived': {
      const { data } = event;
      return [receiptChange(unidentifiedOf(data.entityId, data), data, { amount: minor(data.amount, data.currency), date: data.receivedOn, movement: 'received' })];
    }
    case 'PaymentIdentified': {
      const { data } = event;
      return data.splits.flatMap((split) => {
        const amount = minor(split.amount, data.currency);
        const nobodys = unidentifiedOf(accountParts(split.accountId).entityId, data);
        return [
          receiptChange(nobodys, data, { amount: -amount, date: data.identifiedOn, movement: 'released' }),
          receiptChange(receiptOf(split.accountId, data), data, { amount, date: data.identifiedOn, movement: 'received' }),
        ];
      });
    }
    case 'PaymentIdentificationReversed': {
      const { data } = event;
      const amount = minor(data.amount, data.currency);
      const nobodys = unidentifiedOf(accountParts(data.accountId).entityId, data);
      return [
        receiptChange(receiptOf(data.accountId, data), data, { amount: -amount, date: data.reversedOn, movement: 'released' }),
        receiptChange(nobodys, data, { amount, date: data.reversedOn, movement: 'received' }),
      ];
    }
    case 'PaymentReversed':
      return reversalChanges(event.data);
    case 'PaymentAllocated':
      return allocationChanges(event.data, event.data.allocatedOn, false);
    case 'AllocationReversed':
      return allocationChanges(event.data, event.data.reversedOn, true);
    default:
      return isCorrection(event) ? correctionChanges(event) : [];
  }
}
