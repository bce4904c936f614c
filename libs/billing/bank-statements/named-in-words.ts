import type { FoundLine } from './found-line';

/** What a line says, in one, for ids to be looked up in. */
export const wordsOf = ({ line }: FoundLine): string =>
  [line.reference, line.endToEndId, line.reversalOf, line.personal.text].filter((text) => text !== undefined).join(' ').toUpperCase();

/** Whether the words name the id as a word of its own, not as a piece of another. Precondition: the words are in capitals. */
export function names(words: string, id: string): boolean {
  const plain = id.toUpperCase();
  for (let at = words.indexOf(plain); at !== -1; at = words.indexOf(plain, at + 1)) {
    if (!/[A-Z0-9]/.test((words[at - 1] ?? ' ') + (words[at + plain.length] ?? ' '))) return true;
  }
  return false;
}

/** Ids of mere digits, or of a few letters, stand in many a text by chance. */
export const isTelling = (id: string): boolean => id.length >= 3 && /[A-Za-z]/.test(id) && /[0-9]/.test(id);
