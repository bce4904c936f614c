/** Minor units of an amount as a report writes it: at the digits of its currency. */
export const digitsOfText = (text: string): bigint => BigInt(text.replace('.', ''));
