import { deWords } from './words.de';
import { enWords } from './words.en';
import { frWords } from './words.fr';

/** What a message about one kind of document says. Each text may name the message's facts as `{{number}}`. */
export interface LetterWords {
  readonly subject: string;
  readonly opening: string;
  readonly closing: string;
  /** Instead of the closing, where what is asked for is paid in instalments. */
  readonly closingInstalments?: string;
}

/** Kinds of letters; a reminder has one per level of firmness. */
export type LetterKind = 'invoice' | 'credit-note' | 'receipt' | 'statement' | 'reminder' | 'notice' | 'final-notice';

/** Names of the facts in the table of a message. */
export type FactName = 'number' | 'date' | 'due' | 'amount' | 'period' | 'balance' | 'open' | 'fee' | 'reference' | 'yourReference' | 'early';

export interface MailWords {
  /** As `Intl` knows it, for dates and amounts. */
  readonly locale: string;
  readonly greeting: string;
  readonly greetingNobody: string;
  readonly regards: string;
  readonly openLink: string;
  /** Where there is something to pay. */
  readonly openAndPayLink: string;
  readonly early: string;
  readonly instalment: string;
  readonly linkUntil: string;
  readonly attached: string;
  readonly facts: Readonly<Record<FactName, string>>;
  readonly letters: Readonly<Record<LetterKind, LetterWords>>;
}

const languages: Readonly<Record<string, MailWords>> = { en: enWords, de: deWords, fr: frWords };

/** Languages that messages are written in. */
export const mailLanguages: readonly string[] = Object.keys(languages);

/** The words of a language; of one that messages are not written in, the English ones. */
export const wordsOf = (language: string): { readonly language: string; readonly words: MailWords } => {
  const words = Object.hasOwn(languages, language) ? languages[language] : undefined;
  return words === undefined ? { language: 'en', words: enWords } : { language, words };
};
