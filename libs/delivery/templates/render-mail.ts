import { currency } from '#money';
import { shownText } from '../shown-text';
import { htmlLayout, phrase, textLayout, type MailContent } from './mail-layout';
import { wordsOf, type FactName, type LetterKind, type MailWords } from './mail-words';

/** An amount as events hold it: a fixed-scale text with its currency. */
export interface MailAmount {
  readonly amount: string;
  readonly currency: string;
}

/** What one message is about. Days are `YYYY-MM-DD`. */
export type MailSubject =
  | {
      readonly kind: 'invoice';
      readonly number: string;
      readonly issueDate: string;
      /** Of the first instalment. */
      readonly dueDate: string;
      readonly gross: MailAmount;
      /** What the payer writes. */
      readonly reference?: string;
      /** The buyer's own. */
      readonly yourReference?: string;
      /** More than one: what falls due when. */
      readonly instalments?: readonly { readonly dueDate: string; readonly amount: MailAmount }[];
      /** Decimal percent that may be taken off until a day. */
      readonly early?: { readonly percent: string; readonly by: string };
    }
  | { readonly kind: 'credit-note'; readonly number: string; readonly issueDate: string; readonly gross: MailAmount }
  | { readonly kind: 'receipt'; readonly receivedOn: string; readonly amount: MailAmount }
  | { readonly kind: 'statement'; readonly from: string; readonly to: string }
  | {
      readonly kind: 'reminder' | 'notice' | 'final-notice';
      readonly total: MailAmount;
      readonly items: readonly { readonly number: string; readonly issueDate: string; readonly dueDate: string; readonly open: MailAmount }[];
      readonly fee?: MailAmount;
    };

export interface MailDraft {
  readonly language: string;
  /** Empty: not known. */
  readonly recipientName: string;
  readonly seller: { readonly name: string; readonly email?: string; readonly phone?: string };
  readonly about: MailSubject;
  readonly attachments: readonly string[];
  /** An absolute http(s) address, and the last day on which it works. */
  readonly link?: { readonly url: string; readonly until: string };
}

export interface RenderedMail {
  /** The one it is written in: the one asked for, else English. */
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Writes a message in words, as text and as HTML: a pure function of the draft. Text from outside is shown safely. */
export function renderMail(draft: MailDraft): RenderedMail {
  const { language, words } = wordsOf(draft.language);
  const seller = shownText(draft.seller.name, 100);
  const facts = { ...factsOf(draft.about, words), seller };
  const letter = words.letters[draft.about.kind];
  const name = shownText(draft.recipientName, 100);
  const content: MailContent = {
    language,
    subject: shownText(phrase(letter.subject, facts)),
    seller,
    greeting: name === '' ? words.greetingNobody : phrase(words.greeting, { name }),
    opening: phrase(letter.opening, facts),
    closing: phrase(inInstalments(draft.about) ? (letter.closingInstalments ?? letter.closing) : letter.closing, facts),
    regards: words.regards,
    facts: tableOf(draft.about, facts, words),
    ...itemsOf(draft.about, words),
    attached: draft.attachments.length === 0 ? '' : phrase(words.attached, { files: draft.attachments.map((file) => shownText(file)).join(', ') }),
    link: linkOf(draft, words),
    contact: [draft.seller.email, draft.seller.phone].flatMap((one) => (one === undefined ? [] : [shownText(one, 100)])).join(' · '),
  };
  return { language, subject: content.subject, text: textLayout(content), html: htmlLayout(content) };
}

type Facts = Readonly<Record<string, string>>;

function factsOf(about: MailSubject, words: MailWords): Facts {
  const day = (text: string): string => shownDay(text, words);
  switch (about.kind) {
    case 'invoice':
      return invoiceFacts(about, words);
    case 'credit-note':
      return { number: shownText(about.number, 60), date: day(about.issueDate), amount: shownAmount(about.gross, words) };
    case 'receipt':
      return { date: day(about.receivedOn), amount: shownAmount(about.amount, words) };
    case 'statement':
      return { period: `${day(about.from)} – ${day(about.to)}` };
    case 'reminder':
    case 'notice':
    case 'final-notice':
      return { open: shownAmount(about.total, words), ...(about.fee === undefined ? {} : { fee: shownAmount(about.fee, words) }) };
  }
}

function invoiceFacts(about: Extract<MailSubject, { readonly kind: 'invoice' }>, words: MailWords): Facts {
  const { number, issueDate, dueDate, gross, reference, yourReference, early } = about;
  return {
    number: shownText(number, 60), date: shownDay(issueDate, words), amount: shownAmount(gross, words),
    ...(inInstalments(about) ? {} : { due: shownDay(dueDate, words) }),
    ...(reference === undefined ? {} : { reference: shownText(reference, 60) }),
    ...(yourReference === undefined ? {} : { yourReference: shownText(yourReference, 60) }),
    ...(early === undefined ? {} : { early: phrase(words.early, { percent: shownPercent(early.percent, words), day: shownDay(early.by, words) }) }),
  };
}

const shownFacts: Readonly<Record<LetterKind, readonly FactName[]>> = {
  invoice: ['number', 'date', 'due', 'amount', 'early', 'reference', 'yourReference'],
  'credit-note': ['number', 'date', 'amount'],
  receipt: ['date', 'amount'],
  statement: ['period'],
  reminder: ['open', 'fee'],
  notice: ['open', 'fee'],
  'final-notice': ['open', 'fee'],
};

const tableOf = (about: MailSubject, facts: Facts, words: MailWords): MailContent['facts'] =>
  shownFacts[about.kind].flatMap((name) => {
    const value = facts[name];
    return value === undefined ? [] : [{ name: words.facts[name], value }];
  });

const inInstalments = (about: MailSubject): boolean => about.kind === 'invoice' && (about.instalments?.length ?? 0) > 1;

function itemsOf(about: MailSubject, words: MailWords): Pick<MailContent, 'columns' | 'rows'> {
  if (about.kind === 'invoice' && inInstalments(about)) {
    const rows = (about.instalments ?? []).map(({ dueDate, amount }, index) => [String(index + 1), shownDay(dueDate, words), shownAmount(amount, words)]);
    return { columns: [words.instalment, words.facts.due, words.facts.amount], rows };
  }
  if (!('items' in about)) {
    return { columns: [], rows: [] };
  }
  const { number, date, due, open } = words.facts;
  return {
    columns: [number, date, due, open],
    rows: about.items.map((item) => [shownText(item.number, 60), shownDay(item.issueDate, words), shownDay(item.dueDate, words), shownAmount(item.open, words)]),
  };
}

/** Letters that ask for money. */
const owes: ReadonlySet<LetterKind> = new Set(['invoice', 'reminder', 'notice', 'final-notice']);

function linkOf(draft: MailDraft, words: MailWords): MailContent['link'] {
  const { link } = draft;
  if (link === undefined) {
    return null;
  }
  if (!/^https?:\/\/[^\s"'<>]+$/.test(link.url)) {
    throw new RangeError('the link of a message is no absolute http address');
  }
  return { url: link.url, words: owes.has(draft.about.kind) ? words.openAndPayLink : words.openLink, until: phrase(words.linkUntil, { until: shownDay(link.until, words) }) };
}

/** Decimals as people of the language write them; all of them. */
const shownPercent = (percent: string, { locale }: MailWords): string => new Intl.NumberFormat(locale, { maximumFractionDigits: 12 }).format(percent as `${number}`);

function shownDay(day: string, { locale }: MailWords): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** The amount as people of the language write it, at the currency's own decimals. The text never becomes a JS number. */
function shownAmount({ amount, currency: code }: MailAmount, { locale }: MailWords): string {
  const digits = currency(code)?.digits ?? 2;
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${format.format(amount as `${number}`)} ${code}`.replace(/[\u00A0\u202F]/g, '\u00A0');
}
