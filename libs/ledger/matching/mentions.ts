import { atomsKey, isDigits, withoutZeros } from './number-atoms';
import type { IndexedInvoice, OpenItemIndex } from './open-item-index';
import { readText, validReferences } from './readable-text';

/** A document that a line names. */
export interface Mention {
  readonly invoice: IndexedInvoice;
  readonly by: 'reference' | 'number' | 'part-of-number';
  /** As the payer wrote it. */
  readonly words: string;
}

export interface Mentions {
  readonly mentions: readonly Mention[];
  /** What looks like a document number or reference and is none of ours: digits. */
  readonly unknown: readonly string[];
}

interface Atom {
  readonly text: string;
  /** What stands between the atom before and this one. */
  readonly gap: string;
  /** What stands between this atom and the next. */
  readonly after: string;
}

const atomGrammar = /[A-Z]+|\d+/g;
const atomsMax = 400;
const joining = /^[\s\-_/.#:]{0,3}$/;
const invoiceWords = new Set(['RE', 'RG', 'RNR', 'RGNR', 'RENR', 'RECHNUNG', 'RECHNUNGSNR', 'RECH', 'INV', 'INVOICE', 'FACTURE', 'FACT', 'FAC', 'F', 'NR', 'NO', 'BELEG', 'DOC']);

function atomsOf(text: string): readonly Atom[] {
  const found = [...text.matchAll(atomGrammar)].slice(0, atomsMax);
  return found.map((match, index) => {
    const before = found[index - 1];
    const next = found[index + 1];
    const end = match.index + match[0].length;
    return {
      text: match[0],
      gap: before === undefined ? ' ' : text.slice(before.index + before[0].length, match.index),
      after: next === undefined ? ' ' : text.slice(end, next.index),
    };
  });
}

interface Window {
  readonly from: number;
  /** Index behind the last atom. */
  readonly to: number;
}

const clings = (gap: string): boolean => gap === '' || gap === '-' || gap === '/' || gap === '.' || gap === '_';

/** A stroke between long numbers makes a list of them; anything else that clings to digits makes them longer. */
const pieceOf = (gap: string, neighbour: string, length: number): boolean => clings(gap) && neighbour.length !== length && !(gap === '/' && neighbour.length >= 5);

/** Whether digits stand so close that the window is a piece of something longer: a telephone number, 1000123-4. */
function cutOut(atoms: readonly Atom[], { from, to }: Window, length: number): boolean {
  const first = atoms[from];
  const last = atoms[to - 1];
  const before = atoms[from - 1];
  const next = atoms[to];
  const clingsBefore = before !== undefined && first !== undefined && isDigits(first.text) && isDigits(before.text) && pieceOf(first.gap, before.text, length);
  const clingsAfter = next !== undefined && last !== undefined && (isDigits(next.text) ? pieceOf(last.after, next.text, length) : last.after === '');
  return clingsBefore || clingsAfter;
}

/** Whether blanks alone part the window from a short group of digits, which may belong to it: "1000 123 4". */
function looselyCutOut(atoms: readonly Atom[], { from, to }: Window): boolean {
  const before = atoms[from - 1];
  const next = atoms[to];
  const short = (atom: Atom | undefined): boolean => atom !== undefined && isDigits(atom.text) && atom.text.length <= 4;
  return (short(before) && isDigits(atoms[from]?.text ?? '') && atoms[from]?.gap === ' ') || (short(next) && atoms[to - 1]?.after === ' ');
}

/** The atoms of a window, when nothing parts them and the last is of digits. */
function readableTexts(part: readonly Atom[]): readonly string[] | undefined {
  const texts = part.map(({ text }) => text);
  return part.slice(1).every(({ gap }) => joining.test(gap)) && isDigits(texts.at(-1) ?? '') ? texts : undefined;
}

class MentionFinder {
  readonly mentions: Mention[] = [];
  readonly unknown: string[] = [];

  constructor(private readonly index: OpenItemIndex) {}

  references(candidates: readonly string[]): void {
    for (const candidate of candidates) {
      const known = validReferences(candidate).map((reference) => this.index.byReference.get(reference)).find((found) => found !== undefined);
      if (known === undefined) this.unknown.push(withoutZeros(candidate.slice(4).replace(/\D/g, '')));
      for (const invoice of known ?? []) this.mentions.push({ invoice, by: 'reference', words: candidate });
    }
  }

  numbers(text: string): void {
    const atoms = atomsOf(text);
    const used = atoms.map(() => false);
    for (let length = 6; length >= 1; length -= 1) {
      for (let from = 0; from + length <= atoms.length; from += 1) {
        this.window(atoms, { from, to: from + length }, used);
      }
    }
    atoms.forEach((atom, at) => {
      if (used[at] === false && isDigits(atom.text)) this.unread(atoms, at);
    });
  }

  private unread(atoms: readonly Atom[], at: number): void {
    const digits = withoutZeros(atoms[at]?.text ?? '');
    const near = [digits.length - 1, digits.length, digits.length + 1].some((length) => this.index.lengths.has(length));
    if (digits.length >= 5 && near) this.unknown.push(digits);
  }

  private window(atoms: readonly Atom[], window: Window, used: boolean[]): void {
    const { from, to } = window;
    if (used.slice(from, to).includes(true)) return;
    const texts = readableTexts(atoms.slice(from, to));
    const found = texts === undefined ? undefined : this.lookUp(texts);
    if (texts === undefined || found === undefined) return;
    if (this.doubtful(atoms, window, texts)) return;
    const strong = found.weight >= 5 && this.standsAlone(atoms, window, found.whole);
    if (!strong && found.weight < 4) return;
    used.fill(true, from, to);
    for (const invoice of found.invoices) {
      this.mentions.push({ invoice, by: strong ? 'number' : 'part-of-number', words: texts.join(' ').slice(0, 60) });
    }
  }

  private standsAlone(atoms: readonly Atom[], window: Window, whole: boolean): boolean {
    return whole && !looselyCutOut(atoms, window) && !this.otherPrefix(atoms, window.from);
  }

  /** Whether what was found in the window may be part of something else. */
  private doubtful(atoms: readonly Atom[], window: Window, texts: readonly string[]): boolean {
    return cutOut(atoms, window, texts.length === 1 ? (texts.at(-1)?.length ?? 0) : -1) || this.otherSeries(atoms, window.from);
  }

  /** `weight`: how many letters and digits speak; `whole`: the number's every digit was written. */
  private lookUp(texts: readonly string[]): { readonly invoices: readonly IndexedInvoice[]; readonly whole: boolean; readonly weight: number } | undefined {
    const digitTexts = texts.filter(isDigits);
    const letters = texts.filter((text) => !isDigits(text)).join('');
    const joined = withoutZeros(digitTexts.join(''));
    const weight = digitTexts.join('').length + letters.length;
    const full = letters === '' ? undefined : (this.index.byFull.get(atomsKey(texts)) ?? this.index.byFullJoined.get(`${letters}|${joined}`));
    if (full !== undefined) return { invoices: full, whole: true, weight: Math.min(weight, joined.length + letters.length + 5) };
    if (letters !== '') return undefined;
    const whole = this.index.byDigits.get(atomsKey(digitTexts)) ?? this.index.byJoined.get(joined);
    if (whole !== undefined) return { invoices: whole, whole: true, weight: Math.min(weight, joined.length + 3) };
    const tail = texts.length === 1 ? this.index.byTail.get(joined) : undefined;
    return tail === undefined || tail.length > 20 ? undefined : { invoices: tail, whole: false, weight };
  }

  /** Letters before the digits that other series of ours begin with: CN-1000123 is not INV-1000123. */
  private otherSeries(atoms: readonly Atom[], from: number): boolean {
    const before = atoms[from - 1];
    const gap = atoms[from]?.gap ?? ' ';
    return before !== undefined && isDigits(atoms[from]?.text ?? '') && !isDigits(before.text) && clings(gap) && this.index.prefixes.has(before.text);
  }

  /** Letters that cling to the digits and are no word for an invoice. */
  private otherPrefix(atoms: readonly Atom[], from: number): boolean {
    const before = atoms[from - 1];
    const gap = atoms[from]?.gap ?? ' ';
    return before !== undefined && isDigits(atoms[from]?.text ?? '') && !isDigits(before.text) && clings(gap) && !invoiceWords.has(before.text);
  }
}

const rank = { reference: 0, number: 1, 'part-of-number': 2 } as const;

/** The documents that these texts name, the surest first, each once. */
export function findMentions(index: OpenItemIndex, texts: readonly (string | undefined)[]): Mentions {
  const finder = new MentionFinder(index);
  for (const raw of texts) {
    if (raw === undefined) continue;
    const { text, references } = readText(raw);
    finder.references(references);
    finder.numbers(text);
  }
  const sorted = [...finder.mentions].sort((a, b) => rank[a.by] - rank[b.by]);
  const seen = new Set<IndexedInvoice>();
  const mentions = sorted.filter(({ invoice }) => !seen.has(invoice) && seen.add(invoice));
  return { mentions, unknown: [...new Set(finder.unknown)] };
}
