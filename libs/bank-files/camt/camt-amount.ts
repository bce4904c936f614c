import type { Currency } from '#money';
import { refuseFile, shown } from '../bank-file-refused';
import { fileCurrency, unsignedMinor } from '../file-amount';
import type { XmlElement } from '../xml/xml-element';

/** An amount as it stands in the file, without a sign. */
export interface StatedAmount {
  readonly money: Currency;
  readonly minor: bigint;
  readonly path: string;
}

/** Reads `<Amt Ccy="EUR">8.85</Amt>`. */
export function statedAmount(amount: XmlElement): StatedAmount {
  const money = fileCurrency(amount.attribute('Ccy'), amount);
  return { money, minor: unsignedMinor(amount.text(), money, amount), path: amount.path };
}

/** 1 where `CdtDbtInd` says credit, −1 where it says debit; `fallback` where it says nothing. */
export function signOf(element: XmlElement, fallback?: 1n | -1n): 1n | -1n {
  const indicator = element.text('CdtDbtInd');
  if (indicator === undefined && fallback !== undefined) {
    return fallback;
  }
  return indicator === 'CRDT'
    ? 1n
    : indicator === 'DBIT'
      ? -1n
      : refuseFile('AMOUNT.DIRECTION', `CdtDbtInd is ${indicator === undefined ? 'missing' : shown(indicator)}; it says CRDT or DBIT.`, { path: element.path });
}

/** Minor units of an amount that must be in the currency of the account. */
export function accountMinor(stated: StatedAmount, account: Currency): bigint {
  return stated.money.code === account.code
    ? stated.minor
    : refuseFile('CURRENCY.OTHER', `The amount is in ${stated.money.code}, the account in ${account.code}; a booked amount stands in the currency of its account.`, stated);
}
