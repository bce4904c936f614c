import { failed, passed, type Checked } from '../input-rules';
import { linesMax, priceLines, type PricingRules } from '../pricing';
import { refusal } from '../refusal';
import { CreditRecognitions } from './credit-recognitions';
import type { InvoiceLineLeft, TakenPiece } from './invoice-lines-left';
import type { MatchedReturnLine } from './match-return';
import type { CreditLine, ReturnLine } from './return.events';

/**
 * The lines of a credit note: pieces of invoice lines bear the figures and the tax of what they take back, the rest is
 * priced for itself by the entity's rules. Lines are numbered from 1.
 */
export function creditLines(matched: readonly MatchedReturnLine[], rules: PricingRules, issueDate: string): Checked<readonly CreditLine[]> {
  const rests = matched.filter(({ rest }) => !rest.isZero());
  const priced = rests.length === 0 ? undefined : priceLines(rests.map(({ line, rest }) => ({ ...toPrice(line), quantity: rest.toFixed() })), rules);
  if (priced?.kind === 'refused') {
    return failed(priced.refusal);
  }
  const alone = new Map((priced?.lines ?? []).map((line) => [line.lineId, line]));
  const recognitions = new CreditRecognitions(issueDate, rules.currency);
  const lines: CreditLine[] = [];
  for (const { line, pieces, rest } of matched) {
    const named = line.invoiceId === undefined ? {} : ({ named: true } as const);
    for (const piece of pieces) {
      const recognition = recognitions.of(piece, line.delivery ?? 'delivered', line.servicePeriod);
      lines.push({ ...common(line, lines.length), ...creditOf(piece), ...named, ...(recognition === undefined ? {} : { recognition }) });
    }
    const figures = alone.get(line.lineId);
    if (figures !== undefined) {
      const { taxCategory, taxRate } = line;
      lines.push({ ...common(line, lines.length), quantity: rest.toFixed(), net: figures.net, tax: figures.tax, taxCategory, taxRate });
    }
  }
  return withinMaximum(lines);
}

function withinMaximum(lines: readonly CreditLine[]): Checked<readonly CreditLine[]> {
  return lines.length <= linesMax
    ? passed(lines)
    : failed(
        refusal('invalid', 'LINES.COUNT', `the return takes from ${lines.length} invoice lines; a credit note has at most ${linesMax}. Split the return.`, {
          field: 'lines',
          count: lines.length,
          max: linesMax,
        }),
      );
}

const toPrice = ({ lineId, quantity, unitPrice, taxCategory, taxRate }: ReturnLine) => ({ lineId, quantity, unitPrice, taxCategory, taxRate });

function common(line: ReturnLine, place: number): Pick<CreditLine, 'lineId' | 'returnLineId' | 'description' | 'unitPrice' | 'delivery' | 'productCode'> {
  const { lineId: returnLineId, description, unitPrice, productCode } = line;
  return {
    lineId: String(place + 1),
    returnLineId,
    description,
    unitPrice,
    delivery: line.delivery ?? 'delivered',
    ...(productCode === undefined ? {} : { productCode }),
  };
}

/** What a piece takes from its invoice line. */
function creditOf({ from, quantity, net, tax, byAmount }: TakenPiece) {
  const { invoiceId, invoiceLineId, taxCategory, taxRate } = from;
  return { ...contractOf(from), quantity, net, tax, taxCategory, taxRate, invoiceId, invoiceLineId, ...(byAmount === undefined ? {} : { byAmount }) };
}

/** The contract item that the invoice line billed. */
function contractOf({ line }: InvoiceLineLeft): Pick<CreditLine, 'contractId' | 'contractItemId'> {
  return {
    ...(line?.contractId === undefined ? {} : { contractId: line.contractId }),
    ...(line?.contractItemId === undefined ? {} : { contractItemId: line.contractItemId }),
  };
}
