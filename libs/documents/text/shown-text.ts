import { fonts } from '../page/fonts';

/** What is not seen, or changes how its neighbours are seen: controls, bidirectional marks, lone surrogates. */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/gu;

/**
 * Text as it can be printed: what is not seen becomes a space, and a sign that the typeface does not have becomes a
 * replacement sign, so that nothing is left out unseen. Markup is text like any other here.
 */
export function shownText(text: string): string {
  const plain = text.replace(unseen, ' ').replace(/\s+/g, ' ').trim();
  let shown = '';
  for (const char of plain) {
    shown += fonts().has(char.codePointAt(0) ?? 0) ? char : fonts().replacement;
  }
  return shown;
}
