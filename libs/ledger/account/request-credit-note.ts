import { Decimal, decimalOf, formatMinor, knownCurrency, minorOf, roundDecimal } from '#money';
import type { InvoiceIssued } from '../invoice-register/invoice.events';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { CreditNoteRefused, CreditNoteRequested } from './account.events';
import type { AccountState, CreditedLine } from './account.state';
import { recall } from './repeated-request';

/** Reserves what a credit note takes from invoices; content as in `ReturnAssigned`. */
export type RequestCreditNote = CreditNoteRequested['data'] & {
  readonly inputHash: string;
  /** Whether policy lets what the invoices do not bear stand alone. */
  readonly standAloneAllowed: boolean;
};

/** An issued invoice that lines name, as the register has it. */
export type InvoiceFact = Pick<InvoiceIssued['data'], 'invoiceId' | 'currency' | 'lines'>;

export type CreditNoteRequestedAnswer =
  /** The lines and totals to issue: lines beyond a cap stand alone now, totals are as asked. */
  | { readonly kind: 'requested'; readonly creditNoteId: string; readonly lines: Lines; readonly totals: CreditNoteRequested['data']['totals'] }
  | { readonly kind: 'refused'; readonly creditNoteId: string; readonly code: string; readonly reason: string };

type Lines = CreditNoteRequested['data']['lines'];
type Line = Lines[number];
type Event = CreditNoteRequested | CreditNoteRefused;

const linesMax = 5000;

/**
 * Checks each line against what its invoice line bears, less everything issued and requested before, and reserves it.
 * A line beyond the cap moves to the stand-alone rest where policy allows; where not, or when the sender named the
 * invoice, the credit note is refused for good, on record. Once requested it is always issued.
 *
 * Precondition: every invoice the lines name is in the facts and was entered in this account.
 */
export function decideRequestCreditNote(
  command: RequestCreditNote,
  state: AccountState,
  facts: readonly InvoiceFact[],
): Decision<Event, CreditNoteRequestedAnswer> {
  const { inputHash, standAloneAllowed, ...data } = command;
  const { accountId, creditNoteId, returnId } = data;
  const subject = { key: `credit-note:${creditNoteId}`, code: 'CREDIT_NOTE.CONFLICT', what: `Credit note ${creditNoteId}` };
  const known = recall(state.requests, subject, inputHash);
  const recorded = state.creditNotes.get(creditNoteId);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (recorded !== undefined) {
    const { refusal: refused, lines, totals } = recorded;
    return accept([], refused === null ? { kind: 'requested', creditNoteId, lines, totals } : { kind: 'refused', creditNoteId, ...refused });
  }
  const missing = data.lines.find(({ invoiceId }) => invoiceId !== undefined && !state.invoices.has(invoiceId));
  if (missing?.invoiceId !== undefined) {
    const message = `Invoice ${missing.invoiceId} is not entered in account ${accountId} yet; enter it first, then request credit note ${creditNoteId}.`;
    return refuse(refusal('conflict', 'CREDIT_NOTE.INVOICE_NOT_ENTERED', message, { creditNoteId, invoiceId: missing.invoiceId }));
  }
  const capped = withinCaps(data, state, facts);
  const unborne = capped.beyond.find(({ named }) => named === true || !standAloneAllowed);
  if (unborne !== undefined) {
    const { invoiceId = '', invoiceLineId = '' } = unborne;
    const code = 'CREDIT_NOTE.EXCEEDS_INVOICE_LINE';
    const reason = `line ${invoiceLineId} of invoice ${invoiceId} no longer bears what is credited of it`;
    return accept([{ type: 'CreditNoteRefused', data: { accountId, creditNoteId, returnId, code, reason } }], { kind: 'refused', creditNoteId, code, reason });
  }
  const { lines } = capped;
  return accept([{ type: 'CreditNoteRequested', data: { ...data, lines } }], { kind: 'requested', creditNoteId, lines, totals: data.totals });
}

function withinCaps(
  data: CreditNoteRequested['data'],
  state: AccountState,
  facts: readonly InvoiceFact[],
): { readonly lines: Lines; readonly beyond: Lines } {
  const caps = new Caps(state, facts, data.currency);
  const lines: Line[] = [];
  const beyond: Line[] = [];
  let splitsLeft = linesMax - data.lines.length;
  for (const line of data.lines) {
    if (line.invoiceId === undefined) {
      lines.push(line);
      continue;
    }
    const [kept, rest] = caps.take(line, splitsLeft > 0);
    beyond.push(...(rest === null ? [] : [line]));
    splitsLeft -= kept !== null && rest !== null ? 1 : 0;
    lines.push(...[kept, rest].filter((piece) => piece !== null));
  }
  return { lines, beyond };
}

/** What an invoice line still bears. Its revenue that has a day, by day, and what has none: only where it is not recognised at issue. */
interface Cap {
  quantity: Decimal;
  net: bigint;
  tax: bigint;
  readonly rate: string;
  deferred: bigint;
  readonly schedule: Map<string, bigint>;
}

function revenueLeft({ recognition }: InvoiceFact['lines'][number], credited: CreditedLine | undefined, digits: number): Pick<Cap, 'deferred' | 'schedule'> {
  const taken = credited?.recognition;
  const schedule = new Map<string, bigint>();
  for (const { on, amount } of recognition.schedule ?? []) {
    schedule.set(on, (schedule.get(on) ?? -(taken?.schedule.get(on) ?? 0n)) + minorOf(amount, digits));
  }
  return { deferred: minorOf(recognition.deferred ?? '0', digits) - (taken?.deferred ?? 0n), schedule };
}

/** An allowance and an amount leave the quantity alone. */
const takesQuantity = ({ delivery, byAmount }: Line): boolean => delivery !== 'price' && byAmount !== true;

/** Another credit may have taken the same days since this one was worked out. */
function bearsRevenue(cap: Cap, { recognition }: Line, digits: number): boolean {
  return (
    recognition === undefined ||
    (minorOf(recognition.fromDeferred, digits) <= cap.deferred && recognition.schedule.every(({ on, amount }) => minorOf(amount, digits) <= (cap.schedule.get(on) ?? 0n)))
  );
}

function takeRevenue(cap: Cap, { recognition }: Line, digits: number): void {
  cap.deferred -= minorOf(recognition?.fromDeferred ?? '0', digits);
  for (const { on, amount } of recognition?.schedule ?? []) {
    cap.schedule.set(on, (cap.schedule.get(on) ?? 0n) - minorOf(amount, digits));
  }
}

/** What invoice lines still bear, while the lines of one credit note take from it. */
class Caps {
  private readonly left = new Map<string, Cap | null>();
  private readonly digits: number;
  private readonly billed = new Map<string, InvoiceFact['lines'][number]>();

  constructor(
    private readonly state: AccountState,
    facts: readonly InvoiceFact[],
    currency: string,
  ) {
    this.digits = knownCurrency(currency).digits;
    for (const invoice of facts.filter((fact) => fact.currency === currency)) {
      for (const line of invoice.lines) {
        this.billed.set(`${invoice.invoiceId} ${line.lineId}`, line);
      }
    }
  }

  /** The piece that the invoice line bears and the piece that stands alone; one of them may be null. */
  take(line: Line, maySplit: boolean): [kept: Line | null, rest: Line | null] {
    const cap = this.capOf(line);
    const asked = { quantity: decimalOf(line.quantity), net: minorOf(line.net, this.digits), tax: minorOf(line.tax, this.digits) };
    const counted = takesQuantity(line) ? asked.quantity : new Decimal(0);
    if (cap === null || cap.rate !== rateOf(line) || !bearsRevenue(cap, line, this.digits)) {
      return [null, standAlone(line)];
    }
    if (counted.lte(cap.quantity) && asked.net <= cap.net && asked.tax <= cap.tax) {
      cap.quantity = cap.quantity.minus(counted);
      cap.net -= asked.net;
      cap.tax -= asked.tax;
      takeRevenue(cap, line, this.digits);
      return [line, null];
    }
    // Revenue that counts later was worked out for the whole line; a part of it would have to be worked out anew.
    if (!maySplit || line.recognition !== undefined || counted.lte(cap.quantity) || cap.quantity.lte(0)) {
      return [null, standAlone(line)];
    }
    const share = (whole: bigint, most: bigint): bigint => {
      const exact = new Decimal(whole.toString()).times(cap.quantity).div(asked.quantity);
      const rounded = BigInt(roundDecimal(exact, 0, 'half-up').toFixed(0));
      return rounded < most ? rounded : most;
    };
    const kept = { quantity: cap.quantity, net: share(asked.net, cap.net), tax: share(asked.tax, cap.tax) };
    const rest = { quantity: asked.quantity.minus(kept.quantity), net: asked.net - kept.net, tax: asked.tax - kept.tax };
    cap.quantity = new Decimal(0);
    cap.net -= kept.net;
    cap.tax -= kept.tax;
    return [this.withFigures(line, kept), { ...standAlone(this.withFigures(line, rest)), lineId: `${line.lineId}~rest` }];
  }

  private withFigures(line: Line, { quantity, net, tax }: { quantity: Decimal; net: bigint; tax: bigint }): Line {
    return { ...line, quantity: quantity.toFixed(), net: formatMinor(net, this.digits), tax: formatMinor(tax, this.digits) };
  }

  private capOf({ invoiceId, invoiceLineId }: Line) {
    const key = `${invoiceId} ${invoiceLineId}`;
    const known = this.left.get(key);
    if (known !== undefined) {
      return known;
    }
    const line = this.billed.get(key);
    const credited: CreditedLine | undefined = this.state.credited.get(invoiceId ?? '')?.get(invoiceLineId ?? '');
    const cap =
      line === undefined
        ? null
        : {
            quantity: decimalOf(line.quantity).minus(new Decimal(credited?.quantity ?? '0')),
            net: minorOf(line.net, this.digits) - (credited?.net ?? 0n),
            tax: minorOf(line.tax, this.digits) - (credited?.tax ?? 0n),
            rate: rateOf(line),
            ...revenueLeft(line, credited, this.digits),
          };
    this.left.set(key, cap);
    return cap;
  }
}

const rateOf = ({ taxCategory, taxRate }: { readonly taxCategory: string; readonly taxRate: string }): string =>
  `${taxCategory} ${decimalOf(taxRate).toFixed()}`;

function standAlone(line: Line): Line {
  const { invoiceId: _invoice, invoiceLineId: _line, named: _named, recognition: _recognition, byAmount: _byAmount, ...rest } = line;
  return rest;
}
