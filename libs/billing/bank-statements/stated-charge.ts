import type { StatementLine } from '#ledger';

/** Words of banks for what they take: German, English, French, Dutch. */
const chargeWords = '(?:GEB(?:UE|Ü)HR(?:EN)?|ENTGELTE?|SPESEN|KOSTEN|CHARGES?|FEES?|FRAIS)';
const namedCharge = new RegExp(`(?:${chargeWords})[^0-9A-Z]{0,6}(?:[A-Z]{3}[ .:]{0,2})?(\\d{1,6}[.,]\\d{2,3})(?!\\d)`, 'g');

/** Whether the line says that the bank charged exactly so much: in a field of its own, or in words that name the amount. */
export function statesCharge({ charges, personal }: Pick<StatementLine, 'charges' | 'personal'>, charge: string): boolean {
  return charges === undefined ? [...personal.text.toUpperCase().matchAll(namedCharge)].some(([, amount = '']) => amount.replace(',', '.') === charge) : charges === charge;
}
