/** Longest text that an event takes. */
const textLengthMax = 1000;

const breaksAndControls = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;

/** Marks that show text in another order than it is stored, or are not seen at all; and halves of surrogate pairs. */
const neverShown = /[\p{Cs}\p{Cf}]/gu;

/**
 * What somebody wrote in a payment, made safe to store and to show: composed characters, one blank where there were
 * breaks and controls, nothing invisible, at most 1,000 characters. Undefined where nothing is left.
 */
export function cleanText(text: string | undefined): string | undefined {
  const clean = (text ?? '').normalize('NFC').replace(breaksAndControls, ' ').replace(neverShown, '').trim();
  if (clean === '') {
    return undefined;
  }
  // Cut between characters: half a surrogate pair cannot be written as UTF-8.
  return clean.length <= textLengthMax ? clean : clean.slice(0, textLengthMax).replace(/[\uD800-\uDBFF]$/, '');
}

/** The texts that hold something, in order, with blanks between. */
export const joinTexts = (texts: readonly (string | undefined)[]): string => cleanText(texts.filter((text) => text !== undefined).join(' ')) ?? '';

/** An account number or IBAN as it is compared: capitals, no blanks. */
export function plainAccount(text: string | undefined): string | undefined {
  const plain = cleanText(text)?.replace(/\s/g, '').toUpperCase();
  return plain === undefined || plain === '' ? undefined : plain;
}

type Given<Fields> = { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };

/** The fields that hold something. An absent field is left out, never written as undefined. */
export function presentFields<Fields extends object>(fields: Fields): Partial<Given<Fields>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Given<Fields>>;
}
