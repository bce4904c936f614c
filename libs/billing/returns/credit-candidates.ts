import {
  streamName, type CreditedInvoice, type CreditedLine, type EnteredInvoice, type InvoiceFact, type InvoiceIssued,
  type InvoiceLine, type InvoiceLineLeft,
} from '#ledger';
import { Decimal, decimalOf, formatMinor, knownCurrency, minorOf } from '#money';
import type { LedgerContext } from '../ledger/ledger-context';
import { readDocument } from '../ledger/read-document';

/** How many invoices of an account a return is matched against, the latest first; named ones are always looked at. */
const invoicesMax = 500;

interface Wanted {
  readonly accountId: string;
  /** Invoices that lines name. */
  readonly named: ReadonlySet<string>;
  /** What comes back. Invoices are read only as far as these need it. */
  readonly lines: readonly { readonly productCode?: string; readonly unitPrice: string; readonly quantity: string }[];
  /** Later invoices are not looked at, unless they are named. */
  readonly receivedOn: string;
  /** Whose invoices may be matched, where the account pays for several; named ones are always looked at. */
  readonly customerId?: string;
}

interface AccountInvoice extends Pick<EnteredInvoice, 'invoiceId' | 'issueDate' | 'register'> {
  readonly credited: ReadonlyMap<string, CreditedLine>;
  readonly creditedBase: { readonly net: bigint; readonly tax: bigint } | undefined;
}

/** The invoice lines of an account that a return may be taken from, with what is left of them, latest invoice first. */
export async function creditCandidates(ledger: LedgerContext, wanted: Wanted): Promise<InvoiceLineLeft[]> {
  const invoices = await ledger.streams.account.query(wanted.accountId, (state) =>
    [...state.invoices.values()].map(
      ({ invoiceId, issueDate, register }): AccountInvoice => ({
        invoiceId,
        issueDate,
        register,
        credited: structuredClone(state.credited.get(invoiceId)) ?? new Map<string, CreditedLine>(),
        creditedBase: state.creditedBase.get(invoiceId),
      }),
    ),
  );
  const latestFirst = invoices
    .map((invoice, order) => ({ invoice, order }))
    .sort((left, right) => compare(right.invoice.issueDate, left.invoice.issueDate) || right.order - left.order)
    .map(({ invoice }) => invoice);
  const needed = new Need(wanted.lines);
  const candidates: InvoiceLineLeft[] = [];
  let looked = 0;
  for (const invoice of latestFirst) {
    const named = wanted.named.has(invoice.invoiceId);
    const open = !needed.isMet && looked < invoicesMax && invoice.issueDate <= wanted.receivedOn;
    if (invoice.register === null || !(named || open)) {
      continue;
    }
    looked += 1;
    const { data } = await readInvoice(ledger, invoice.register);
    if (!named && wanted.customerId !== undefined && data.customerId !== wanted.customerId) {
      continue;
    }
    const lines = await stillDeferred(ledger, linesLeft(data, invoice));
    candidates.push(...lines);
    // An invoice issued after the return was received is only there for the lines that name it.
    if (invoice.issueDate <= wanted.receivedOn) {
      needed.take(lines);
    }
  }
  return candidates;
}

/** The invoices that lines name, as issued; the account checks its caps against them. */
export async function namedInvoices(ledger: LedgerContext, accountId: string, invoiceIds: ReadonlySet<string>): Promise<InvoiceFact[]> {
  const facts: InvoiceFact[] = [];
  for (const invoiceId of invoiceIds) {
    const register = await ledger.streams.account.query(accountId, (state) => state.invoices.get(invoiceId)?.register ?? null);
    if (register === null) {
      throw new Error(`credit lines name invoice ${invoiceId}, which account ${accountId} does not hold`);
    }
    facts.push((await readInvoice(ledger, register)).data);
  }
  return facts;
}

const readInvoice = (ledger: LedgerContext, { seriesId, revision }: NonNullable<EnteredInvoice['register']>): Promise<InvoiceIssued> =>
  readDocument<InvoiceIssued>(ledger, streamName('invoices', seriesId), revision, 'InvoiceIssued');

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function linesLeft(data: InvoiceIssued['data'], { credited, creditedBase }: AccountInvoice): InvoiceLineLeft[] {
  const { digits } = knownCurrency(data.currency);
  const { invoiceId, accountId, issueDate, currency, purpose, base, totals } = data;
  const gone = [...credited.values()].reduce((sum, { net, tax }) => ({ net: sum.net + net, tax: sum.tax + tax }), { net: 0n, tax: 0n });
  const none = gone.net === 0n && gone.tax === 0n ? { net: 0n, tax: 0n } : undefined;
  const taken = creditedBase ?? none;
  const invoice: CreditedInvoice = {
    invoiceId, base, totals, credited: gone, ...(purpose === undefined ? {} : { purpose }), ...(taken === undefined ? {} : { creditedBase: taken }),
  };
  return data.lines.map((line) => lineLeft(line, credited.get(line.lineId), { invoiceId, accountId, issueDate, currency, invoice, digits }));
}

function lineLeft(
  line: InvoiceLine,
  gone: CreditedLine | undefined,
  { digits, ...of }: Pick<InvoiceLineLeft, 'invoiceId' | 'accountId' | 'issueDate' | 'currency' | 'invoice'> & { readonly digits: number },
): InvoiceLineLeft {
  return {
    ...of,
    invoiceLineId: line.lineId,
    ...(line.productCode === undefined ? {} : { productCode: line.productCode }),
    unitPrice: line.unitPrice,
    taxCategory: line.taxCategory,
    taxRate: line.taxRate,
    quantityLeft: decimalOf(line.quantity).minus(decimalOf(gone?.quantity ?? '0')).toFixed(),
    netLeft: formatMinor(minorOf(line.net, digits) - (gone?.net ?? 0n), digits),
    taxLeft: formatMinor(minorOf(line.tax, digits) - (gone?.tax ?? 0n), digits),
    line,
    ...(gone?.recognition === undefined ? {} : { credited: gone.recognition }),
  };
}

/**
 * What work or use has recognised of lines that a contract billed: the contract knows what of its item is deferred still,
 * and the line that is credited gives that back before anything else does.
 */
async function stillDeferred(ledger: LedgerContext, lines: readonly InvoiceLineLeft[]): Promise<InvoiceLineLeft[]> {
  return Promise.all(
    lines.map(async (left) => {
      const { line, currency, credited } = left;
      if (line?.contractId === undefined || line.recognition.deferred === undefined) {
        return left;
      }
      const { digits } = knownCurrency(currency);
      const deferred = await ledger.streams.contract.query(line.contractId, ({ items }) => items.get(line.contractItemId ?? '')?.balance.deferred ?? 0n);
      const own = minorOf(line.recognition.deferred, digits) - (credited?.deferred ?? 0n);
      return own <= deferred ? left : { ...left, recognisedDeferred: formatMinor(own - deferred, digits) };
    }),
  );
}

/** What is still looked for, so that no more invoices are read than a return needs. */
class Need {
  private readonly left = new Map<string, Decimal>();

  constructor(lines: Wanted['lines']) {
    // A line without a product code is like no other: it is not looked for.
    for (const line of lines.filter(({ productCode }) => productCode !== undefined)) {
      const key = keyOf(line);
      this.left.set(key, (this.left.get(key) ?? new Decimal(0)).plus(decimalOf(line.quantity)));
    }
  }

  get isMet(): boolean {
    return this.left.size === 0;
  }

  take(lines: readonly InvoiceLineLeft[]): void {
    for (const line of lines) {
      const key = keyOf(line);
      const left = this.left.get(key)?.minus(decimalOf(line.quantityLeft));
      if (left !== undefined && left.lte(0)) {
        this.left.delete(key);
      } else if (left !== undefined) {
        this.left.set(key, left);
      }
    }
  }
}

const keyOf = ({ productCode, unitPrice }: { readonly productCode?: string; readonly unitPrice: string }): string =>
  JSON.stringify([productCode ?? null, decimalOf(unitPrice).toFixed()]);
