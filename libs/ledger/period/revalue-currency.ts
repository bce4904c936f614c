import { decimalOf, formatMinor, knownCurrency, minorOf, roundToMoney, type RoundingMode } from '#money';
import { recall } from '../account/repeated-request';
import { addDays } from '../dates';
import { refuseFutureDay, refuseUnrealDay } from '../input-rules';
import { rateOn, type RatesState } from '../rates';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { CurrencyRevalued } from './period.events';
import type { PeriodState } from './period.state';

type RevaluedRow = CurrencyRevalued['data']['rows'][number];

/** What stands open, or lies at the bank or with a gateway, of one role in one foreign currency, by effective date, as the journal knows it. */
export interface ForeignBalance {
  readonly role: RevaluedRow['role'];
  readonly currency: string;
  /** Minor units, debit positive. */
  readonly amount: bigint;
  /** Minor units of the base currency, debit positive. */
  readonly baseAmount: bigint;
}

/** Values open items and cash in foreign currencies at a day's rates. */
export interface RevalueCurrency {
  readonly entityId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** The day the difference counts on; it is taken back on the next. */
  readonly on: string;
  /** Today in the entity's time zone. */
  readonly today: string;
}

export interface RevaluationFacts {
  readonly baseCurrency: string;
  readonly mode: RoundingMode;
  readonly rates: RatesState;
  /** Ledger sequence the balances were taken at. */
  readonly knownAt: number;
  readonly balances: readonly ForeignBalance[];
}

export interface RevaluationAnswer {
  readonly entityId: string;
  readonly requestId: string;
  readonly revaluedOn: string;
  readonly reversedOn: string;
  readonly baseCurrency: string;
  readonly knownAt: number;
  readonly rows: readonly RevaluedRow[];
  /** Sum of the differences: an unrealised gain when positive. */
  readonly difference: string;
}

/**
 * Books what open items and cash in foreign currencies are worth more or less than they stand in the books with, on the day, and
 * takes it back on the next: what is realised later is then counted once, from the document's own rate. Documents keep
 * their rates. Asked for another time on the same day it books what has changed since.
 */
export function decideRevalueCurrency(command: RevalueCurrency, state: PeriodState, facts: RevaluationFacts): Decision<CurrencyRevalued, RevaluationAnswer> {
  const { entityId, requestId, on } = command;
  const subject = { key: `revaluation:${requestId}`, code: 'REVALUATION.CONFLICT', what: `Revaluation ${requestId}` };
  const known = recall(state.requests, subject, command.inputHash);
  const recorded = state.revaluations.get(requestId);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (recorded !== undefined) {
    return accept([], revaluationAnswer(recorded));
  }
  const bad = refuseUnrealDay('on', on) ?? refuseFutureDay('on', on, command.today) ?? refuseMissingRates(command, facts);
  if (bad !== undefined) {
    return refuse(bad);
  }
  const earlier = earlierDifferences(state, on, facts.baseCurrency);
  const data: CurrencyRevalued['data'] = {
    entityId,
    requestId,
    revaluedOn: on,
    reversedOn: addDays(on, 1),
    baseCurrency: facts.baseCurrency,
    knownAt: facts.knownAt,
    rows: facts.balances
      .map((balance) => ({ balance, before: earlier.get(`${balance.role} ${balance.currency}`) ?? 0n }))
      .filter(({ balance, before }) => balance.amount !== 0n || before !== 0n || (isCash(balance) && balance.baseAmount !== 0n))
      .map(({ balance, before }) => revaluedRow(balance, before, { on, facts })),
  };
  return accept([{ type: 'CurrencyRevalued', data }], revaluationAnswer(data));
}

/** An item closes at zero in both currencies; cash that came and went at two rates does not. */
const isCash = ({ role }: ForeignBalance): boolean => role === 'bank' || role === 'gateway-clearing';

function refuseMissingRates({ entityId, on }: RevalueCurrency, { balances, rates, baseCurrency }: RevaluationFacts): Refusal | undefined {
  const open = balances.filter(({ amount }) => amount !== 0n);
  const missing = [...new Set(open.map(({ currency }) => currency))].filter((currency) => rateOn(rates, currency, on) === undefined);
  return missing.length === 0
    ? undefined
    : refusal('conflict', 'RATE.MISSING', `${entityId} has no rate on record up to ${on} for ${missing.join(', ')}. Record ${baseCurrency} per unit of each first.`, {
        entityId,
        on,
        currencies: missing,
      });
}

/** What other requests of the same day have booked already, by role and currency. */
function earlierDifferences(state: PeriodState, on: string, baseCurrency: string): Map<string, bigint> {
  const { digits } = knownCurrency(baseCurrency);
  const sums = new Map<string, bigint>();
  for (const { revaluedOn, rows } of state.revaluations.values()) {
    for (const { role, currency, difference } of revaluedOn === on ? rows : []) {
      const key = `${role} ${currency}`;
      sums.set(key, (sums.get(key) ?? 0n) + minorOf(difference, digits));
    }
  }
  return sums;
}

/** `bookedBase` holds what was revalued that day before, so that the difference is what is new. */
function revaluedRow(balance: ForeignBalance, earlier: bigint, { on, facts }: { readonly on: string; readonly facts: RevaluationFacts }): RevaluedRow {
  const { role, currency, amount } = balance;
  const base = knownCurrency(facts.baseCurrency);
  // Nothing open is worth nothing at any rate; what is open has one.
  const rate = rateOn(facts.rates, currency, on) ?? '0';
  const text = formatMinor(amount, knownCurrency(currency).digits);
  const revalued = roundToMoney(decimalOf(text).times(decimalOf(rate)), base, facts.mode).minor;
  const booked = balance.baseAmount + earlier;
  return {
    role,
    currency,
    amount: text,
    bookedBase: formatMinor(booked, base.digits),
    rate,
    revaluedBase: formatMinor(revalued, base.digits),
    difference: formatMinor(revalued - booked, base.digits),
  };
}

function revaluationAnswer(data: CurrencyRevalued['data']): RevaluationAnswer {
  const { digits } = knownCurrency(data.baseCurrency);
  const difference = data.rows.reduce((sum, row) => sum + minorOf(row.difference, digits), 0n);
  return { ...data, difference: formatMinor(difference, digits) };
}
