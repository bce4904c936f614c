import { decimalOf, formatMinor, knownCurrency, minorOf, type Currency, type Decimal, type RoundingMode } from '#money';
import { failed, passed, type Checked } from '../input-rules';
import { refusal, type Refusal } from '../refusal';
import { LineTaken, type InvoiceLineLeft, type TakenPiece } from './invoice-lines-left';
import type { ReturnLine } from './return.events';

export interface MatchRules {
  readonly accountId: string;
  readonly currency: Currency;
  readonly mode: RoundingMode;
  readonly receivedOn: string;
  /** True: the buyer is unknown, so nothing but a named invoice line is surely theirs. */
  readonly walkIn: boolean;
}

/** A return line with the pieces it takes from invoice lines, and the quantity that stands alone. */
export interface MatchedReturnLine {
  readonly line: ReturnLine;
  readonly pieces: readonly TakenPiece[];
  readonly rest: Decimal;
}

/**
 * Finds the invoice lines that return lines come from: same account, product code and unit price; the latest invoice
 * issued no later than the return with quantity left, then earlier ones; a line may split, and what is left stands
 * alone. A line that names its invoice is taken from there, wholly or not at all, and before the others.
 *
 * @param candidates latest invoice first, including every invoice that a line names.
 */
export function matchReturn(
  lines: readonly ReturnLine[],
  candidates: readonly InvoiceLineLeft[],
  rules: MatchRules,
): Checked<readonly MatchedReturnLine[]> {
  const index = new CandidateIndex(candidates, rules);
  const matched = new Map<string, MatchedReturnLine>();
  for (const line of lines) {
    if (line.invoiceId !== undefined || line.invoiceLineId !== undefined) {
      const named = matchNamed(line, index);
      if (!named.ok) {
        return named;
      }
      matched.set(line.lineId, named.value);
    }
  }
  for (const line of lines) {
    if (!matched.has(line.lineId)) {
      const found = rules.walkIn ? [] : index.alike(line).filter((candidate) => isLikely(candidate.line, rules.receivedOn));
      matched.set(line.lineId, takeFrom(line, found));
    }
  }
  return passed([...lines].map((line) => matched.get(line.lineId) ?? takeFrom(line, [])));
}

/** A guess never takes back a fee, interest or a prepayment. */
const isLikely = ({ issueDate, invoice }: InvoiceLineLeft, receivedOn: string): boolean => issueDate <= receivedOn && (invoice?.purpose ?? 'sale') === 'sale';

function takeFrom(line: ReturnLine, found: readonly LineTaken[]): MatchedReturnLine {
  const pieces: TakenPiece[] = [];
  let rest = decimalOf(line.quantity);
  for (const candidate of found) {
    if (rest.isZero()) {
      break;
    }
    const piece = candidate.take(rest);
    if (piece !== null) {
      pieces.push(piece);
      rest = rest.minus(decimalOf(piece.quantity));
    }
  }
  return { line, pieces, rest };
}

/** A named line is honoured as named: refused when it cannot be, since a guess would credit something else. */
function matchNamed(line: ReturnLine, index: CandidateIndex): Checked<MatchedReturnLine> {
  const { invoiceId, invoiceLineId } = line;
  if (invoiceId === undefined) {
    return failed(badReturn('RETURN.INVOICE_MISSING', line, `names line ${JSON.stringify(invoiceLineId)} but no invoice. Send invoiceId with it.`));
  }
  const found =
    invoiceLineId === undefined
      ? index.alike(line).filter((candidate) => candidate.line.invoiceId === invoiceId)
      : index.named(invoiceId, invoiceLineId);
  const [first] = found;
  if (line.net !== undefined && first !== undefined) {
    return takeAmount(line, line.net, first);
  }
  if (first === undefined) {
    const which = invoiceLineId === undefined ? 'a line of that product and price' : `line ${JSON.stringify(invoiceLineId)}`;
    return failed(badReturn('RETURN.INVOICE_LINE_UNKNOWN', line, `names invoice ${invoiceId}, which has no ${which} of this account and currency. Check the ids, or leave them out.`));
  }
  if (!decimalOf(first.line.unitPrice).eq(decimalOf(line.unitPrice))) {
    return failed(badReturn('RETURN.PRICE_DIFFERS', line, `has unit price ${line.unitPrice}; the invoice line it names has ${first.line.unitPrice}. Send that price, or name no invoice.`));
  }
  const left = found.reduce((sum, candidate) => sum.plus(candidate.quantityLeft), decimalOf('0'));
  if (left.lt(decimalOf(line.quantity))) {
    return failed(badReturn('RETURN.OVER_INVOICED', line, `takes back ${line.quantity}; of the invoice line it names ${left.toFixed()} are left to credit. Send at most that.`));
  }
  return passed(takeFrom(line, found));
}

/** So much net off the named line; a sum of several would leave open which. */
function takeAmount(line: ReturnLine, amount: string, candidate: LineTaken): Checked<MatchedReturnLine> {
  const { digits } = knownCurrency(candidate.line.currency);
  const net = minorOf(amount, digits);
  return net > candidate.netLeft
    ? failed(badReturn('RETURN.OVER_INVOICED', line, `takes off ${amount}; of the invoice line it names ${formatMinor(candidate.netLeft, digits)} are left to credit. Send at most that.`))
    : passed({ line, pieces: [candidate.takeNet(net)], rest: decimalOf('0') });
}

function badReturn(code: string, line: ReturnLine, message: string): Refusal {
  const kind = code === 'RETURN.INVOICE_LINE_UNKNOWN' ? 'not-found' : 'invalid';
  const { lineId, invoiceId, invoiceLineId } = line;
  return refusal(kind, code, `return line ${JSON.stringify(lineId)} ${message}`, {
    lineId,
    ...(invoiceId === undefined ? {} : { invoiceId }),
    ...(invoiceLineId === undefined ? {} : { invoiceLineId }),
  });
}

/** Candidates of the return's account and currency, by what lines are matched on; order kept. */
class CandidateIndex {
  private readonly byLikeness = new Map<string, LineTaken[]>();
  private readonly byName = new Map<string, LineTaken[]>();

  constructor(candidates: readonly InvoiceLineLeft[], rules: MatchRules) {
    for (const line of candidates) {
      if (line.accountId !== rules.accountId || line.currency !== rules.currency.code) {
        continue;
      }
      const candidate = new LineTaken(line, rules.currency.digits, rules.mode);
      this.byName.set(nameOf(line.invoiceId, line.invoiceLineId), [candidate]);
      const alike = this.byLikeness.get(likeness(line)) ?? [];
      alike.push(candidate);
      this.byLikeness.set(likeness(line), alike);
    }
  }

  named(invoiceId: string, invoiceLineId: string): readonly LineTaken[] {
    return this.byName.get(nameOf(invoiceId, invoiceLineId)) ?? [];
  }

  /** Lines of the same product and unit price; a line without a product code is like no other. */
  alike(line: ReturnLine): readonly LineTaken[] {
    return line.productCode === undefined ? [] : (this.byLikeness.get(likeness(line)) ?? []);
  }
}

const nameOf = (invoiceId: string, invoiceLineId: string): string => JSON.stringify([invoiceId, invoiceLineId]);

const likeness = (line: { readonly productCode?: string; readonly unitPrice: string }): string =>
  JSON.stringify([line.productCode ?? null, decimalOf(line.unitPrice).toFixed()]);
