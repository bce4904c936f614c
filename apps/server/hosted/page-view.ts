import { spokenLines } from '#documents';
import { addDays, paymentReference } from '#ledger';
import { knownCurrency } from '#money';
import { transferCode } from './transfer-code';
import type { PageFacts, ShownInvoice } from './page-facts';
import { pageStyle } from './page-style';
import { spoken, type PageWords } from './page-words';

/** What every page of a customer bears. */
export interface PageFrame {
  readonly language: string;
  readonly words: PageWords;
  readonly style: string;
  readonly logo?: string;
  readonly footer?: string;
  readonly seller: { readonly name: string; readonly contact: readonly string[] };
  /** Address of the page, without a slash at the end. */
  readonly base: string;
}

/** Amounts stay text: the formatter takes decimals as text and rounds nothing at the currency's own scale. */
export function shownMoney(amount: string, currency: string, language: string): string {
  const { digits } = knownCurrency(currency);
  return new Intl.NumberFormat(language, { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount as `${number}`);
}

export const shownDay = (day: string, language: string): string => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** A price has at least the currency's decimals, and more when it has more. */
const shownPrice = (price: string, currency: string, language: string): string =>
  new Intl.NumberFormat(language, { minimumFractionDigits: knownCurrency(currency).digits, maximumFractionDigits: 12 }).format(price as `${number}`);

const shownDecimal = (decimal: string, language: string): string => new Intl.NumberFormat(language, { maximumFractionDigits: 12 }).format(decimal as `${number}`);

export function frameOf({ entity, branding, language: wished }: PageFacts, base: string): PageFrame {
  const { language, words } = spoken(wished);
  const logo = logoAddress(branding?.logo);
  const contact = [entity.email, entity.phone].filter((one) => one !== undefined);
  return {
    language, words, base, style: pageStyle(branding?.colour), seller: { name: entity.name, contact },
    ...(logo === null ? {} : { logo }), ...(branding?.footer === undefined ? {} : { footer: branding.footer }),
  };
}

/** PNG or JPEG by their first bytes; anything else is not shown. */
function logoAddress(base64: string | undefined): string | null {
  const type = base64?.startsWith('iVBORw0KGgo') === true ? 'image/png' : base64?.startsWith('/9j/') === true ? 'image/jpeg' : null;
  return type === null || base64 === undefined ? null : `data:${type};base64,${base64}`;
}

/** Everything the templates say, as text; they escape all of it. */
export function pageView(facts: PageFacts, frame: PageFrame, online: boolean): object {
  const { language, words } = frame;
  const { invoice, creditNote, items, whole, today } = facts;
  const payable = items.map((item) => ({
    value: `${item.documentId}:${item.part}`, number: item.documentNumber, due: shownDay(item.dueDate, language), open: shownMoney(item.open, item.currency, language),
    chosen: invoice === null || item.documentId === invoice.invoiceId,
  }));
  return {
    ...frame,
    title: invoice !== null ? `${words.invoice} ${invoice.data.documentNumber}` : creditNote !== null ? `${words.creditNote} ${creditNote.documentNumber}` : words.account,
    invoice: invoice === null ? null : invoiceView(invoice, facts, frame),
    creditNote: creditNote === null ? null : { gross: shownMoney(creditNote.gross, creditNote.currency, language), issued: shownDay(creditNote.issueDate, language) },
    payable, online: online && payable.length > 0,
    transfer: payable.length === 0 || invoice?.settled === true ? null : transferView(facts, words),
    code: codeOf(facts),
    waysToPay: (invoice?.data.waysToPay ?? []).map(({ text }) => text),
    whole, others: payable.filter((_item, index) => items[index]?.documentId !== invoice?.invoiceId),
    today, statementFrom: `${today.slice(0, 4)}-01-01`,
  };
}

function invoiceView(shown: ShownInvoice, { items, today }: PageFacts, { language, words }: PageFrame): object {
  const { data, open, settled } = shown;
  const money = (amount: string): string => shownMoney(amount, data.currency, language);
  const overdue = items.some(({ documentId, dueDate }) => documentId === data.invoiceId && dueDate < today);
  return {
    open: money(open),
    status: statusOf(shown, overdue, { language, words }),
    issued: shownDay(data.issueDate, language),
    due: data.instalments.map(({ dueDate }) => shownDay(dueDate, language)).join(', '),
    instalments:
      data.instalments.length === 1 ? null : data.instalments.map(({ number, dueDate, amount }) => ({ number, due: shownDay(dueDate, language), amount: money(amount) })),
    early: earlyOf(data, { settled, today, language, words }),
    discount: discountOf({ discountPercent: data.documentDiscountPercent, discountAmount: data.documentDiscountAmount }, money, { language, words }),
    net: money(data.totals.net),
    tax: money(data.totals.tax),
    gross: money(data.totals.gross),
    lines: spokenLines(data, language).map((line) => ({
      description: line.description,
      discount: discountOf(line, money, { language, words }),
      quantity: shownDecimal(line.quantity, language),
      price: `${shownPrice(line.unitPrice, data.currency, language)} ${data.currency}`,
      net: money(line.net),
    })),
  };
}

function statusOf({ settled, disputed, settledFrom, cancelledBy }: ShownInvoice, overdue: boolean, { language, words }: Pick<PageFrame, 'language' | 'words'>): string {
  if (cancelledBy !== null) {
    return `${words.cancelled}: ${words.creditNote} ${cancelledBy}`;
  }
  if (settledFrom !== null) {
    return `${words.atHand} ${shownDay(settledFrom, language)}`;
  }
  return settled ? words.paid : disputed ? words.disputed : overdue ? words.overdue : words.open;
}

/** What is taken off the price, in words; empty: nothing. */
function discountOf(
  { discountPercent: percent, discountAmount: amount }: { readonly discountPercent?: string | undefined; readonly discountAmount?: string | undefined },
  money: (amount: string) => string,
  { language, words }: Pick<PageFrame, 'language' | 'words'>,
): string {
  return percent === undefined ? (amount === undefined ? '' : `${words.discount} ${money(amount)}`) : `${words.discount} ${shownDecimal(percent, language)} %`;
}

/** What paying early saves, while it still does. */
function earlyOf(
  { terms: { earlyPayment }, issueDate }: ShownInvoice['data'],
  { settled, today, language, words }: { readonly settled: boolean; readonly today: string; readonly language: string; readonly words: PageWords },
): string {
  const by = earlyPayment === undefined ? '' : addDays(issueDate, earlyPayment.withinDays);
  return settled || earlyPayment === undefined || by < today
    ? ''
    : words.early.replace('{percent}', shownDecimal(earlyPayment.percent, language)).replace('{day}', shownDay(by, language));
}

/** Where to transfer to: as frozen in the invoice, else as the entity says today. */
function transferView({ invoice, entity }: PageFacts, words: PageWords): readonly { readonly label: string; readonly value: string }[] | null {
  const account = invoice?.data.payTo ?? entity.bankAccount;
  if (account === undefined) {
    return null;
  }
  const rows = [
    [words.holder, account.accountHolder ?? entity.name], ['IBAN', account.iban], ['BIC', account.bic], [words.bank, account.bankName],
    [words.account, account.accountNumber], [words.bank, account.bankCode], [words.reference, invoice === null ? undefined : paymentReference(invoice.data.documentNumber)],
  ] as const;
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

function codeOf({ invoice, entity }: PageFacts): string | null {
  const account = invoice?.data.payTo ?? entity.bankAccount;
  if (invoice === null || invoice.settled || invoice.settledFrom !== null || account?.iban === undefined) {
    return null;
  }
  const { currency, documentNumber } = invoice.data;
  const { iban, bic, accountHolder: holder = entity.name } = account;
  return transferCode({ holder, iban, ...(bic === undefined ? {} : { bic }), currency, amount: invoice.open, documentNumber });
}
