import { formatMinor, knownCurrency, parseAmount } from '#money';
import { laterDay } from '../dates';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { NamedItem } from './allocate-payment';
import type { AccountState } from './account.state';
import type { WriteOff, WrittenOffPart } from './correction.state';
import { shareOfLeft } from './base-share';
import type { WriteOffReversed } from './correction.events';
import { invoicesNamed } from './find-invoice';
import { textsOf } from './minors';
import { recall } from './repeated-request';
import { settledAnswer, type SettledAnswer } from './settled-answer';
import { reliefShares } from './write-off.fold';

/** A clerk brings (part of) a written-off debt back. */
export interface ReverseWriteOff {
  readonly accountId: string;
  readonly writeOffId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** Default: all that is left of it. */
  readonly items?: readonly NamedItem[];
  /** Default: today, or the day it was written off if that is later. */
  readonly reversedOn?: string;
  readonly today: string;
  readonly reason: string;
}

export interface WriteOffReversedAnswer extends SettledAnswer {
  readonly writeOffId: string;
  readonly reversalId: string;
  readonly reversedOn: string;
}

export function decideReverseWriteOff(command: ReverseWriteOff, state: AccountState): Decision<WriteOffReversed, WriteOffReversedAnswer> {
  const { accountId, writeOffId, requestId } = command;
  const subject = { key: `write-off-reversal:${requestId}`, code: 'WRITE_OFF.REVERSAL_CONFLICT', what: `Reversal ${requestId}` };
  const known = recall(state.requests, subject, command.inputHash);
  const recorded = state.writeOffReversals.get(requestId);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (recorded !== undefined) {
    return accept([], answerOf(recorded));
  }
  const writeOff = state.writeOffs.get(writeOffId);
  if (writeOff === undefined) {
    return refuse(unknownWriteOff(writeOffId, accountId));
  }
  const reversedOn = command.reversedOn ?? laterDay(command.today, writeOff.writtenOffOn);
  if (reversedOn < writeOff.writtenOffOn) {
    const message = `Write-off ${writeOffId} is dated ${writeOff.writtenOffOn} and cannot be taken back on ${reversedOn}; take that day or a later one.`;
    return refuse(refusal('invalid', 'WRITE_OFF.REVERSED_BEFORE', message, { writeOffId, date: reversedOn, writtenOffOn: writeOff.writtenOffOn }));
  }
  const parts = command.items === undefined ? wholeRest(writeOff) : namedParts(state, writeOff, command.items);
  if ('code' in parts) {
    return refuse(parts);
  }
  const event = writeOffReversal(writeOff, parts, { accountId, reversalId: requestId, reversedOn, cause: 'clerk', reason: command.reason });
  return accept([event], answerOf(event.data));
}

export const unknownWriteOff = (writeOffId: string, accountId: string): Refusal =>
  refusal('not-found', 'WRITE_OFF.UNKNOWN', `Write-off ${writeOffId} is not in account ${accountId}; look up the account's write-offs.`, { writeOffId, accountId });

const answerOf = (data: WriteOffReversed['data']): WriteOffReversedAnswer => ({
  writeOffId: data.writeOffId, reversalId: data.reversalId, reversedOn: data.reversedOn, ...settledAnswer(data),
});

/** So much of a written-off part. */
export interface BroughtBack {
  readonly part: WrittenOffPart;
  readonly amount: bigint;
}

type Head = Pick<WriteOffReversed['data'], 'accountId' | 'reversalId' | 'reversedOn' | 'cause' | 'reason'>;

/** With the share of the tax that had been relieved on it. */
export function writeOffReversal(writeOff: WriteOff, parts: readonly BroughtBack[], head: Head): WriteOffReversed {
  const { writeOffId, currency, baseCurrency } = writeOff.data;
  const taxes = new Map<string, { category: WriteOffReversed['data']['taxes'][number]['category']; rate: string; amount: bigint; baseAmount: bigint }>();
  const left = copyOf(writeOff);
  for (const { part, amount } of parts) {
    for (const share of reliefShares(left, part.item, amount)) {
      const { category, rate } = share.tax.share;
      const sum = taxes.get(`${category} ${rate}`) ?? { category, rate, amount: 0n, baseAmount: 0n };
      taxes.set(`${category} ${rate}`, { ...sum, amount: sum.amount + share.amount, baseAmount: sum.baseAmount + share.baseAmount });
      share.tax.left -= share.amount;
      share.tax.baseLeft -= share.baseAmount;
    }
    const there = left.parts.find(({ item }) => item === part.item);
    if (there !== undefined) {
      there.left -= amount;
    }
  }
  return {
    type: 'WriteOffReversed',
    data: {
      ...head,
      writeOffId,
      currency,
      baseCurrency,
      items: parts.map(({ part, amount }) => ({
        invoiceId: part.item.invoiceId,
        instalment: part.item.instalment,
        ...textsOf({ amount, baseAmount: shareOfLeft(amount, part.left, part.baseLeft) }, writeOff.data),
      })),
      taxes: [...taxes.values()]
        .filter(({ amount, baseAmount }) => amount !== 0n || baseAmount !== 0n)
        .map(({ category, rate, ...both }) => ({ category, rate, ...textsOf(both, writeOff.data) })),
    },
  };
}

/** The shares of several parts follow from one another, as the fold will take them. */
const copyOf = (writeOff: WriteOff): WriteOff => ({
  ...writeOff,
  parts: writeOff.parts.map((part) => ({ ...part })),
  relief: writeOff.relief === null ? null : { ...writeOff.relief, taxes: writeOff.relief.taxes.map((tax) => ({ ...tax })) },
});

function wholeRest({ writeOffId, parts }: WriteOff): BroughtBack[] | Refusal {
  const rest = parts.filter(({ left }) => left > 0n).map((part) => ({ part, amount: part.left }));
  return rest.length > 0
    ? rest
    : refusal('conflict', 'WRITE_OFF.ALREADY_REVERSED', `Write-off ${writeOffId} is taken back already; nothing is left of it.`, { writeOffId });
}

function namedParts(state: AccountState, writeOff: WriteOff, named: readonly NamedItem[]): BroughtBack[] | Refusal {
  const { writeOffId, data } = writeOff;
  const currency = knownCurrency(data.currency);
  const found: BroughtBack[] = [];
  for (const { invoiceId, instalment, amount: text } of named) {
    const fitting = new Set(invoicesNamed(state, invoiceId).map((invoice) => invoice.invoiceId));
    const parts = writeOff.parts.filter(
      ({ item, left }) => left > 0n && fitting.has(item.invoiceId) && (instalment ?? item.instalment) === item.instalment && !found.some(({ part }) => part.item === item),
    );
    const available = parts.reduce((sum, { left }) => sum + left, 0n);
    const parsed = text === undefined ? null : parseAmount(text, currency);
    const asked = parsed === null ? available : parsed.ok ? parsed.money.minor : 0n;
    if (asked <= 0n || asked > available) {
      const left = formatMinor(available, currency.digits);
      const message = `Of write-off ${writeOffId} ${left} ${currency.code} is left of invoice ${invoiceId}; name each item once, with an amount above zero and no more than that.`;
      return refusal('conflict', 'WRITE_OFF.EXCEEDS_WRITTEN_OFF', message, { writeOffId, invoiceId, available: left });
    }
    let rest = asked;
    for (const part of parts) {
      const amount = part.left < rest ? part.left : rest;
      if (amount > 0n) {
        found.push({ part, amount });
        rest -= amount;
      }
    }
  }
  return found;
}
