/**
 * Document numbers and texts are compared by their atoms: runs of letters and runs of digits. Separators, case and
 * leading zeros may differ; a digit more or less may not.
 */

/** Half-width, upper case, without control and direction marks, so that equal words are equal strings. */
export function plainText(text: string): string {
  return text
    .slice(0, 4000)
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .toUpperCase();
}

export const isDigits = (atom: string): boolean => {
  const first = atom.charCodeAt(0);
  return first >= 48 && first <= 57;
};

export const withoutZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '');

const atomGrammar = /[A-Z]+|\d+/g;

export interface NumberKeys {
  /** Letters before the first digit. */
  readonly prefix: string;
  readonly digitAtoms: readonly string[];
  /** Every atom, zeros aside: `INV|2026|123`. */
  readonly full: string;
  /** Digit atoms alone: `2026|123`. */
  readonly digits: string;
  /** Letters, then digits in one: `INV|2026000123`. */
  readonly fullJoined: string;
  /** Digits in one: `2026000123`. */
  readonly joined: string;
  /** The last digit atom. */
  readonly tail: string;
}

export function atomsKey(atoms: readonly string[]): string {
  return atoms.map((atom) => (isDigits(atom) ? withoutZeros(atom) : atom)).join('|');
}

export function numberKeys(number: string): NumberKeys {
  const atoms = plainText(number).match(atomGrammar) ?? [];
  const digitAtoms = atoms.filter(isDigits);
  const letters = atoms.filter((atom) => !isDigits(atom)).join('');
  const joined = withoutZeros(digitAtoms.join(''));
  const first = atoms[0];
  return {
    prefix: first !== undefined && !isDigits(first) ? first : '',
    digitAtoms,
    full: atomsKey(atoms),
    digits: atomsKey(digitAtoms),
    fullJoined: `${letters}|${joined}`,
    joined,
    tail: withoutZeros(digitAtoms.at(-1) ?? ''),
  };
}

/** Digits that a slip of the hand makes of these: one changed, one too many, one too few, two neighbours swapped. */
export function slipsOf(digits: string): readonly string[] {
  const slips = new Set<string>();
  for (let at = 0; at <= digits.length; at += 1) {
    const before = digits.slice(0, at);
    const after = digits.slice(at);
    for (let digit = 0; digit < 10; digit += 1) {
      slips.add(`${before}${digit}${after}`);
      if (after.length > 0) slips.add(`${before}${digit}${after.slice(1)}`);
    }
    if (after.length > 0) slips.add(`${before}${after.slice(1)}`);
    if (after.length > 1) slips.add(`${before}${after[1]}${after[0]}${after.slice(2)}`);
  }
  slips.delete(digits);
  return [...slips];
}
