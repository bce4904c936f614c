/** Remainder by 97 of the number that letters (A = 10 … Z = 35) and digits spell: ISO 7064, of IBANs and creditor references. */
export function mod97(text: string): number {
  let rest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const value = code <= 57 ? code - 48 : (code | 32) - 87;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** ISO 13616: country, two check digits, up to 30 letters and digits; the whole is 1 modulo 97. */
export const isIban = (text: string): boolean => /^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(text) && mod97(`${text.slice(4)}${text.slice(0, 4)}`) === 1;

/** The IBAN of a national account number (ISO 13616), of a country by its two letters. */
export const ibanOf = (country: string, national: string): string => `${country}${String(98 - mod97(`${national}${country}00`)).padStart(2, '0')}${national}`;
