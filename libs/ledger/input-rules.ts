import { currency, decimalOf, knownCurrency, parseDecimal, type Currency } from '#money';
import { isRealDay } from './dates';
import { refusal, type Refusal } from './refusal';

/** A checked value, or why it is refused. */
export type Checked<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Refusal };

export const passed = <Value>(value: Value): Checked<Value> => ({ ok: true, value });
export const failed = (reason: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({ ok: false, refusal: reason });

/** The first refusal among checks, in their order. */
export function firstRefusal(...checks: readonly (Refusal | undefined)[]): Refusal | undefined {
  return checks.find((check) => check !== undefined);
}

/** Refuses a day that does not exist; an absent optional day passes. */
export function refuseUnrealDay(field: string, day: string | undefined): Refusal | undefined {
  if (day === undefined || isRealDay(day)) {
    return undefined;
  }
  const shown = day.slice(0, 20);
  return refusal('invalid', 'DATE.UNREAL', `${field} ${JSON.stringify(shown)} is no calendar day. Send an existing day as YYYY-MM-DD.`, {
    field,
    value: shown,
  });
}

/** Refuses a day that has not come; what is recorded has happened. Both days are real days. */
export function refuseFutureDay(field: string, day: string, today: string): Refusal | undefined {
  return day <= today
    ? undefined
    : refusal('invalid', 'DATE.IN_FUTURE', `${field} ${day} lies after today, ${today} where the legal entity is. Check the date, or send it when the day has come.`, {
        field,
        value: day,
        today,
      });
}

export function refuseUnknownCurrency(field: string, code: string): Refusal | undefined {
  if (currency(code) !== undefined) {
    return undefined;
  }
  const shown = code.slice(0, 8);
  return refusal(
    'invalid',
    'CURRENCY.UNKNOWN',
    `${field} ${JSON.stringify(shown)} is no currency of ISO 4217. Send its alphabetic code in capitals, such as "EUR".`,
    { field, value: shown },
  );
}

/** No rate between two currencies comes near; a rate beyond is a slip, and its base amounts would fit nowhere. */
export const rateBounds = { least: '0.000000001', most: '1000000000' } as const;

/**
 * The rate of a document: base units per unit of its currency. In the base currency it is "1" and needs not be sent;
 * in any other the one that was given counts, else the one on record.
 */
export function checkRate(code: string, baseCurrency: string, given: string | undefined, recorded?: string): Checked<string> {
  if (given === undefined && code === baseCurrency) {
    return passed('1');
  }
  const rate = given ?? recorded;
  if (rate === undefined) {
    return failed(
      refusal(
        'invalid',
        'RATE.MISSING',
        `the currency is ${code} and the legal entity keeps its books in ${baseCurrency}, but no rate was given and none is on record for the day. ` +
          `Send "rate", ${baseCurrency} per ${code}, record the day's rate, or bill in ${baseCurrency}.`,
        { field: 'rate', currency: code, baseCurrency },
      ),
    );
  }
  return checkRateText(rate, { code, baseCurrency });
}

function checkRateText(rate: string, { code, baseCurrency }: { readonly code: string; readonly baseCurrency: string }): Checked<string> {
  const data = { field: 'rate', currency: code, baseCurrency };
  const parsed = parseDecimal(rate, { maxDecimals: 12 });
  if (!parsed.ok || parsed.value.isZero()) {
    const why = parsed.ok ? 'is zero' : parsed.problem.message;
    return failed(refusal('invalid', 'RATE.INVALID', `rate ${why}. Send ${baseCurrency} per ${code} as text, above zero.`, data));
  }
  if (parsed.value.lt(decimalOf(rateBounds.least)) || parsed.value.gt(decimalOf(rateBounds.most))) {
    const message = `rate ${rate} is outside ${rateBounds.least} to ${rateBounds.most}. Send ${baseCurrency} per ${code}, not the other way round.`;
    return failed(refusal('invalid', 'RATE.OUT_OF_RANGE', message, data));
  }
  if (code === baseCurrency && !parsed.value.eq(1)) {
    return failed(refusal('invalid', 'RATE.NOT_ONE', `rate ${rate} was given for ${code}, the base currency itself. Leave it out.`, data));
  }
  return passed(code === baseCurrency ? '1' : parsed.value.toFixed());
}

/** A currency the caller has checked. */
export const checkedCurrency = (code: string): Currency => knownCurrency(code);

/** Sent again under the same id, but with other content. */
export function conflict(code: string, what: string, id: string, remedy: string): Refusal {
  return refusal('conflict', code, `${what} ${JSON.stringify(id)} is on record with other content. ${remedy}`, { id });
}
