/**
 * What never goes into a message: control characters (they forge headers and lines), line and paragraph separators,
 * lone surrogates, and marks that show text in another order than it is stored.
 */
const neverShown = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]+/gu;

/** Text from outside as it may stand on one line of a message: what is unfit becomes a blank, what is too long is cut. */
export function shownText(text: string, max = 200): string {
  const clean = text.replace(neverShown, ' ').replace(/\s+/gu, ' ').trim();
  const letters = [...clean];
  return letters.length <= max ? clean : `${letters.slice(0, max - 1).join('')}…`;
}
