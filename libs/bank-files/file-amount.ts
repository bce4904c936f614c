import { currency, formatMinor, parseAmount, type Currency } from '#money';
import { refuseFile, shown, type Place } from './bank-file-refused';

/** @throws BankFileRefused when ISO 4217 does not have the code. */
export function fileCurrency(code: string | undefined, place: Place): Currency {
  const found = code === undefined ? undefined : currency(code);
  return found ?? refuseFile('CURRENCY.UNKNOWN', `${code === undefined ? 'no currency stands here' : `${shown(code)} is no currency of ISO 4217`}.`, place);
}

const plainNumber = /^0*(\d+)(?:\.(\d*))?$/;

/**
 * Minor units of an amount without a sign. Banks write more zeros than our grammar takes, in front or behind ("007",
 * "8.850", "500."): they say nothing and are dropped; any other decimal beyond the currency's digits is refused.
 *
 * @throws BankFileRefused with the place.
 */
export function unsignedMinor(text: string | undefined, money: Currency, place: Place): bigint {
  const match = plainNumber.exec((text ?? '').trim().slice(0, 200));
  if (match === null) {
    refuseFile('AMOUNT.UNREADABLE', `${text === undefined ? 'no amount stands here' : `${shown(text)} is no amount`}; it is written in digits with at most one point.`, place);
  }
  const [, whole = '', fraction = ''] = match;
  const kept = fraction.length > money.digits ? fraction.slice(0, money.digits) + fraction.slice(money.digits).replace(/0+$/, '') : fraction;
  const parsed = parseAmount(kept === '' ? whole : `${whole}.${kept}`, money);
  return parsed.ok ? parsed.money.minor : refuseFile('AMOUNT.UNREADABLE', `${parsed.problem.message}.`, place);
}

export const amountText = (minor: bigint, money: Currency): string => formatMinor(minor, money.digits);
