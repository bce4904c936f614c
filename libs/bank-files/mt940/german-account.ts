import { ibanOf } from '#ledger';

/**
 * Banks in Germany may write their account as `bank code/account number`. It is the account of the IBAN made of both
 * (eight digits and ten), and has to be known as such: the same statement as camt.053 names it by that.
 */
export function germanAccount(account: string): string {
  const [, bankCode, number] = /^(\d{8})\/(\d{1,10})(?:[A-Z]{3})?$/.exec(account) ?? [];
  return bankCode === undefined || number === undefined ? account : ibanOf('DE', bankCode + number.padStart(10, '0'));
}
