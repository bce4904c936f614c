import { slipsOf } from '../number-atoms';
import type { SeededDraws } from './seeded-draws';

/** A document number as payers write it: other separators, no separators, no zeros, digits in groups, words around it. */
export function written(draws: SeededDraws, number: string): string {
  const ways: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => text.toLowerCase(),
    (text) => text.replace(/-/g, ' '),
    (text) => text.replace(/-/g, '/'),
    (text) => text.replace(/-/g, ''),
    (text) => text.replace(/-0+(?=\d)/g, '-'),
    (text) => text.replace(/^RE(?=\d)/, ''),
    (text) => text.replace(/^RE(?=\d)/, 'RE '),
    (text) => (/^\d{7}$/.test(text) ? `${text.slice(0, 1)} ${text.slice(1, 4)} ${text.slice(4)}` : text),
  ];
  return draws.of(ways)(number);
}

const before = ['', 'Rechnung Nr. ', 'Invoice ', 'RE.NR: ', 'Zahlung ', 'fact. ', '\u202eRg-Nr.', 'thank you for '];

/** Words around the number, with numbers that are none of ours: dates, customers, telephones, amounts, bank accounts, other people's documents. */
export function inWords(draws: SeededDraws, words: string, otherNumber: string): string {
  const noise = [
    '', '', '', ' vom 14.03.2026', ' dated 2026-03-14', ' Kd-Nr 4711', ` Tel. 0176/${otherNumber}`, ` Bestellung ${otherNumber}`, ` order no ${otherNumber}`, ' danke!',
    ' EUR 119,00', ' IBAN DE89370400440532013000', ` (PO ${otherNumber})`,
  ];
  return `${draws.of(before)}${words}${draws.of(noise)}`;
}

/** The number with one slip of the hand in its digits. */
export function mistyped(draws: SeededDraws, number: string): string {
  const digits = /\d+$/.exec(number)?.[0] ?? number;
  const slips = slipsOf(digits);
  return number.slice(0, number.length - digits.length) + draws.of(slips);
}
