import { formatMinor, knownCurrency, parseAmount } from '#money';
import { addDays } from '../dates';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { openItems, type AccountState, type OpenItem } from './account.state';
import type { PromiseGiven, PromiseWithdrawn } from './care.events';
import { findInvoice } from './find-invoice';
import { recall } from './repeated-request';

/** The debtor says when so much will be paid. */
export interface GivePromise {
  readonly accountId: string;
  readonly promiseId: string;
  readonly inputHash: string;
  /** Default: today. */
  readonly givenOn?: string;
  readonly promisedFor: string;
  readonly today: string;
  readonly currency: string;
  /** Default: all that is open of what it names. */
  readonly amount?: string;
  /** Invoice ids or document numbers; default: everything open in the currency. */
  readonly invoiceIds?: readonly string[];
  readonly contactId?: string;
}

export interface PromiseAnswer {
  readonly promiseId: string;
  readonly givenOn: string;
  readonly promisedFor: string;
  readonly currency: string;
  readonly amount: string;
  readonly invoiceIds?: readonly string[];
  readonly withdrawn: boolean;
}

export function decideGivePromise(command: GivePromise, state: AccountState): Decision<PromiseGiven, PromiseAnswer> {
  const { promiseId } = command;
  const known = recall(state.requests, { key: `promise:${promiseId}`, code: 'PROMISE.CONFLICT', what: `Promise ${promiseId}` }, command.inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  const recorded = state.care.promises.get(promiseId);
  if (recorded !== undefined) {
    return accept([], answerOf(recorded.given, false));
  }
  const event = planPromise(command, state);
  return 'code' in event ? refuse(event) : accept([event], answerOf(event.data, false));
}

function planPromise(command: GivePromise, state: AccountState): PromiseGiven | Refusal {
  const { accountId, promiseId, currency, promisedFor, contactId } = command;
  const givenOn = command.givenOn ?? command.today;
  const named = command.invoiceIds === undefined ? null : idsOf(command.invoiceIds, command, state);
  if (named !== null && 'code' in named) {
    return named;
  }
  const open = [...openItems(state)].filter((item) => item.currency === currency && (named === null || named.includes(item.invoiceId)));
  const unfit = refuseDays(command, givenOn) ?? (open.length === 0 ? nothingOpen(command) : undefined);
  const amount = unfit ?? amountOf(command, open);
  if (typeof amount !== 'string') {
    return amount;
  }
  const about = named === null ? {} : { invoiceIds: named };
  return { type: 'PromiseGiven', data: { accountId, promiseId, givenOn, promisedFor, currency, amount, ...about, ...(contactId === undefined ? {} : { contactId }) } };
}

const answerOf = ({ promiseId, givenOn, promisedFor, currency, amount, invoiceIds }: PromiseGiven['data'], withdrawn: boolean): PromiseAnswer => ({
  promiseId, givenOn, promisedFor, currency, amount, ...(invoiceIds === undefined ? {} : { invoiceIds }), withdrawn,
});

function idsOf(names: readonly string[], { accountId }: GivePromise, state: AccountState): string[] | Refusal {
  const found = new Set<string>();
  for (const name of names) {
    const invoice = findInvoice(state, name);
    if (invoice === undefined) {
      return refusal('not-found', 'PROMISE.UNKNOWN_INVOICE', `Invoice ${name} is not in account ${accountId}; name invoices the account owes.`, { accountId, invoiceId: name });
    }
    found.add(invoice.invoiceId);
  }
  return [...found];
}

function amountOf({ promiseId, amount, currency }: GivePromise, open: readonly OpenItem[]): string | Refusal {
  const known = knownCurrency(currency);
  if (amount === undefined) {
    return formatMinor(open.reduce((sum, item) => sum + item.open, 0n), known.digits);
  }
  const parsed = parseAmount(amount, known);
  return parsed.ok && parsed.money.minor > 0n
    ? formatMinor(parsed.money.minor, known.digits)
    : refusal('invalid', 'PROMISE.AMOUNT', `Promise ${promiseId} is of ${JSON.stringify(amount)}, which is no amount above zero in ${currency}.`, { promiseId });
}

/** Nobody reminds of what is promised, so a slip of the year would silence an account. */
export const promiseDaysMax = 180;

function refuseDays({ promiseId, promisedFor, today }: GivePromise, givenOn: string): Refusal | undefined {
  if (givenOn > today) {
    return refusal('invalid', 'PROMISE.FUTURE', `Promise ${promiseId} cannot be given on ${givenOn}; today is ${today}.`, { promiseId, givenOn, today });
  }
  if (promisedFor < givenOn) {
    return refusal('invalid', 'PROMISE.BEFORE', `Promise ${promiseId} of ${givenOn} cannot be for ${promisedFor}; take that day or a later one.`, { promiseId, givenOn, promisedFor });
  }
  const latest = addDays(givenOn, promiseDaysMax);
  const message = `Promise ${promiseId} of ${givenOn} is for ${promisedFor}, more than ${promiseDaysMax} days later; until then nobody would be reminded. Take a day up to ${latest}.`;
  return promisedFor > latest ? refusal('invalid', 'PROMISE.TOO_FAR', message, { promiseId, givenOn, promisedFor, latest }) : undefined;
}

const nothingOpen = ({ accountId, promiseId, currency }: GivePromise): Refusal =>
  refusal('conflict', 'PROMISE.NOTHING_OPEN', `Nothing that promise ${promiseId} names is open in ${currency}; name open invoices of account ${accountId}.`, { accountId, promiseId, currency });

export interface WithdrawPromise {
  readonly accountId: string;
  readonly promiseId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** Default: today. */
  readonly withdrawnOn?: string;
  readonly today: string;
  readonly reason: string;
}

/** What it named is reminded of again. */
export function decideWithdrawPromise(command: WithdrawPromise, state: AccountState): Decision<PromiseWithdrawn, PromiseAnswer> {
  const { accountId, promiseId, requestId, reason } = command;
  const known = recall(state.requests, { key: `promise-withdrawn:${requestId}`, code: 'PROMISE.WITHDRAWAL_CONFLICT', what: `Withdrawal ${requestId}` }, command.inputHash);
  const promise = state.care.promises.get(promiseId);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (promise === undefined) {
    return refuse(refusal('not-found', 'PROMISE.UNKNOWN', `Promise ${promiseId} is not in account ${accountId}; look up the account's promises.`, { accountId, promiseId }));
  }
  if (known.kind === 'repeated') {
    return accept([], answerOf(promise.given, true));
  }
  if (promise.withdrawn !== null) {
    const message = `Promise ${promiseId} was withdrawn on ${promise.withdrawn.withdrawnOn}; nothing is to be done.`;
    return refuse(refusal('conflict', 'PROMISE.WITHDRAWN', message, { promiseId, withdrawnOn: promise.withdrawn.withdrawnOn }));
  }
  const withdrawnOn = command.withdrawnOn ?? command.today;
  if (withdrawnOn < promise.given.givenOn || withdrawnOn > command.today) {
    const message = `Promise ${promiseId} was given on ${promise.given.givenOn} and cannot be withdrawn on ${withdrawnOn}; take a day from then through ${command.today}.`;
    return refuse(refusal('invalid', 'PROMISE.WITHDRAWN_DAY', message, { promiseId, withdrawnOn }));
  }
  return accept([{ type: 'PromiseWithdrawn', data: { accountId, promiseId, requestId, withdrawnOn, reason } }], answerOf(promise.given, true));
}
