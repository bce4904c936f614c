import type { Currency } from '#money';
import { amountText } from '../file-amount';
import { isoDay } from '../file-day';
import type { XmlElement } from '../xml/xml-element';
import { accountMinor, signOf, statedAmount } from './camt-amount';

export interface CamtBalance {
  readonly amount: string;
  readonly day: string | undefined;
}

const codeOf = (balance: XmlElement): string | undefined => balance.text('Tp', 'CdOrPrtry', 'Cd');

/**
 * Opening: the booked one (OPBD), else how the statement before closed (PRCD), else the first interim one (ITBD) of a
 * statement in pages. Closing: the booked one (CLBD), else the last interim one. Available and expected balances speak
 * of other money and are left alone.
 */
export function bookedBalances(statement: XmlElement, account: Currency): { readonly opening?: CamtBalance; readonly closing?: CamtBalance } {
  const balances = statement.all('Bal');
  const interim = balances.filter((balance) => codeOf(balance) === 'ITBD');
  const [opening] = [...balances.filter((balance) => codeOf(balance) === 'OPBD'), ...balances.filter((balance) => codeOf(balance) === 'PRCD'), ...interim];
  const closing = balances.find((balance) => codeOf(balance) === 'CLBD') ?? interim.filter((balance) => balance !== opening).at(-1);
  return {
    ...(opening === undefined ? {} : { opening: read(opening, account) }),
    ...(closing === undefined ? {} : { closing: read(closing, account) }),
  };
}

function read(balance: XmlElement, account: Currency): CamtBalance {
  const minor = signOf(balance) * accountMinor(statedAmount(balance.require('Amt')), account);
  const day = balance.text('Dt', 'Dt') ?? balance.text('Dt', 'DtTm');
  return { amount: amountText(minor, account), day: day === undefined ? undefined : isoDay(day, balance) };
}
