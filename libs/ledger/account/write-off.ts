import { knownCurrency, parseAmount } from '#money';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { NamedItem } from './allocate-payment';
import type { AccountState, OpenItem } from './account.state';
import { byDueDate, itemsPerEventMax, payableOn } from './allocation-plan';
import { shareOfLeft } from './base-share';
import type { InvoiceWrittenOff } from './correction.events';
import { beyondOpen } from './correction-refusals';
import { findInvoice } from './find-invoice';
import { textsOf } from './minors';
import { recall } from './repeated-request';
import { settledAnswer, type SettledAnswer } from './settled-answer';

/** A debt is given up for the books. It may still be paid: that brings it back. */
export interface WriteOffDebt {
  readonly accountId: string;
  readonly writeOffId: string;
  readonly inputHash: string;
  /** Default: everything open in the currency that is not disputed. */
  readonly items?: readonly NamedItem[];
  /** Needed without items when the account owes in several currencies. */
  readonly currency?: string;
  /** Default: today. */
  readonly writtenOffOn?: string;
  readonly today: string;
  readonly reasonCode: InvoiceWrittenOff['data']['reasonCode'];
  readonly reason: string;
  readonly approvalId?: string;
}

export interface WrittenOffAnswer extends SettledAnswer {
  readonly writeOffId: string;
  readonly writtenOffOn: string;
}

interface Piece {
  readonly item: OpenItem;
  readonly amount: bigint;
}

export function decideWriteOff(command: WriteOffDebt, state: AccountState): Decision<InvoiceWrittenOff, WrittenOffAnswer> {
  const { accountId, writeOffId, reasonCode, reason, approvalId } = command;
  const subject = { key: `write-off:${writeOffId}`, code: 'WRITE_OFF.CONFLICT', what: `Write-off ${writeOffId}` };
  const known = recall(state.requests, subject, command.inputHash);
  const recorded = state.writeOffs.get(writeOffId);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (recorded !== undefined) {
    return accept([], answerOf(recorded.data));
  }
  const writtenOffOn = command.writtenOffOn ?? command.today;
  const pieces = command.items === undefined ? everything(command, state, writtenOffOn) : namedPieces(command.items, state, writtenOffOn);
  if ('code' in pieces) {
    return refuse(pieces);
  }
  const first = pieces[0]?.item;
  if (first === undefined || pieces.length > itemsPerEventMax) {
    const message = `Account ${accountId} has ${pieces.length} items to write off from ${writtenOffOn} on; name 1 to ${itemsPerEventMax} that are open.`;
    return refuse(refusal('conflict', 'WRITE_OFF.NOTHING_OPEN', message, { accountId, date: writtenOffOn, items: pieces.length }));
  }
  const other = pieces.find(({ item }) => item.currency !== first.currency);
  if (other !== undefined) {
    const message = `Write-off ${writeOffId} names items in ${first.currency} and ${other.item.currency}; write off each currency for itself.`;
    return refuse(refusal('invalid', 'WRITE_OFF.CURRENCIES', message, { writeOffId }));
  }
  const { currency, baseCurrency } = first;
  const items = pieces.map(({ item, amount }) => ({
    invoiceId: item.invoiceId, instalment: item.instalment, ...textsOf({ amount, baseAmount: shareOfLeft(amount, item.open, item.baseOpen) }, item),
  }));
  const approved = approvalId === undefined ? {} : { approvalId };
  const data = { accountId, writeOffId, writtenOffOn, currency, baseCurrency, items, reasonCode, reason, ...approved };
  return accept([{ type: 'InvoiceWrittenOff', data }], answerOf(data));
}

const answerOf = (data: InvoiceWrittenOff['data']): WrittenOffAnswer => ({
  writeOffId: data.writeOffId, writtenOffOn: data.writtenOffOn, ...settledAnswer(data),
});

/** What waits for money: open and not disputed. What is disputed is only written off by name. */
function everything({ currency, accountId }: WriteOffDebt, state: AccountState, on: string): Piece[] | Refusal {
  const queues = [...state.queues].filter(([code, queue]) => (currency ?? code) === code && queue.length > 0);
  if (queues.length > 1) {
    const currencies = queues.map(([code]) => code);
    const message = `Account ${accountId} owes in ${currencies.join(', ')}; say in which currency to write off.`;
    return refusal('invalid', 'WRITE_OFF.CURRENCIES', message, { accountId, currencies });
  }
  return (queues[0]?.[1] ?? []).map((item) => ({ item, amount: payableOn(item, on) })).filter(({ amount }) => amount > 0n);
}

function namedPieces(named: readonly NamedItem[], state: AccountState, on: string): Piece[] | Refusal {
  const pieces: Piece[] = [];
  for (const one of named) {
    const found = pieceOf(one, state, on, pieces);
    if ('code' in found) {
      return found;
    }
    pieces.push(...found);
  }
  return pieces;
}

function pieceOf({ invoiceId, instalment, amount: text }: NamedItem, state: AccountState, on: string, before: readonly Piece[]): Piece[] | Refusal {
  const invoice = findInvoice(state, invoiceId);
  const items = invoice === undefined ? [] : byDueDate(invoice).filter(({ instalment: number }) => (instalment ?? number) === number);
  const first = items[0];
  if (first === undefined) {
    return refusal('not-found', 'WRITE_OFF.UNKNOWN_ITEM', `Invoice ${invoiceId} is not in this account; name an invoice the account owes.`, { invoiceId });
  }
  if (items.some((item) => before.some((piece) => piece.item === item))) {
    return refusal('invalid', 'WRITE_OFF.ITEM_TWICE', `Invoice ${invoiceId} is named twice; name it once with the whole amount.`, { invoiceId });
  }
  const payable = items.reduce((sum, item) => sum + payableOn(item, on), 0n);
  const asked = text === undefined ? payable : askedOf(invoiceId, text, first);
  if (typeof asked !== 'bigint') {
    return asked;
  }
  return asked > payable || asked <= 0n ? beyondOpen('WRITE_OFF.EXCEEDS_OPEN', first, on, { asked, payable }) : takeInOrder(items, on, asked);
}

function askedOf(invoiceId: string, text: string, { currency }: OpenItem): bigint | Refusal {
  const parsed = parseAmount(text, knownCurrency(currency));
  if (parsed.ok && parsed.money.minor > 0n) {
    return parsed.money.minor;
  }
  const why = parsed.ok ? 'it is not more than zero' : parsed.problem.message;
  return refusal('invalid', 'WRITE_OFF.AMOUNT', `The amount to write off of invoice ${invoiceId}: ${why}.`, { invoiceId });
}

function takeInOrder(items: readonly OpenItem[], on: string, asked: bigint): Piece[] {
  let rest = asked;
  const pieces: Piece[] = [];
  for (const item of items) {
    const open = payableOn(item, on);
    const amount = open < rest ? open : rest;
    if (amount > 0n) {
      pieces.push({ item, amount });
      rest -= amount;
    }
  }
  return pieces;
}
