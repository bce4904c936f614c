import { apportion, Decimal, moneyOfMinor, roundToMoney, toDecimal } from '#money';
import { lineAt, spread, type RoundedLine, type RoundingTask } from './rounding-task';

const zero = new Decimal(0);
/** Multiplying by it is exact and far cheaper than dividing by a hundred. */
const perCent = new Decimal('0.01');

/** Net and tax of lines whose prices do not include tax. */
export function roundedExclusive(task: RoundingTask): readonly RoundedLine[] {
  switch (task.basis) {
    case 'line':
      return byLine(task);
    case 'tax-rate':
      return byTaxRate(task);
    case 'document':
      return byDocument(task);
  }
}

const rounded = (task: RoundingTask, value: Decimal): bigint => roundToMoney(value, task.currency, task.mode).minor;

/** Tax is computed on the rounded net, the one that is printed. */
function taxOn(task: RoundingTask, net: bigint, rate: Decimal): bigint {
  return rate.isZero() || net === 0n ? 0n : rounded(task, toDecimal(moneyOfMinor(net, task.currency)).times(rate).times(perCent));
}

function byLine(task: RoundingTask): readonly RoundedLine[] {
  return task.lines.map((line) => {
    const net = rounded(task, line.exact);
    return { net, tax: taxOn(task, net, line.taxRate) };
  });
}

function byTaxRate(task: RoundingTask): readonly RoundedLine[] {
  const nets = task.lines.map((line) => rounded(task, line.exact));
  const taxes = nets.map(() => 0n);
  for (const { rate, places } of task.groups) {
    const ownNets = places.map((place) => lineAt(nets, place));
    const tax = taxOn(task, ownNets.reduce((sum, net) => sum + net, 0n), rate);
    spread(tax, { currency: task.currency, places, weights: ownNets }, taxes);
  }
  return nets.map((net, place) => ({ net, tax: lineAt(taxes, place) }));
}

function byDocument(task: RoundingTask): readonly RoundedLine[] {
  const { lines, groups, currency } = task;
  const exactNet = lines.reduce((sum, line) => sum.plus(line.exact), zero);
  const exactTaxes = lines.map(() => zero);
  const groupTaxes = groups.map(({ rate, places }) => groupTax(lines, { share: rate.times(perCent), places }, exactTaxes));
  const exactTax = groupTaxes.reduce((sum, tax) => sum.plus(tax), zero);
  const net = rounded(task, exactNet);
  const tax = rounded(task, exactNet.plus(exactTax)) - net;

  const nets = apportion(moneyOfMinor(net, currency), lines.map((line) => line.exact)).map((part) => part.minor);
  const ofGroups = apportion(moneyOfMinor(tax, currency), groupTaxes);
  const taxes = nets.map(() => 0n);
  for (const [index, { places }] of groups.entries()) {
    const weights = places.map((place) => lineAt(exactTaxes, place));
    spread(lineAt(ofGroups, index).minor, { currency, places, weights }, taxes);
  }
  return nets.map((own, place) => ({ net: own, tax: lineAt(taxes, place) }));
}

/** The exact tax of the lines of one rate, noted line by line and summed. A line at zero is left at it: multiplying is what costs. */
function groupTax(lines: RoundingTask['lines'], group: { readonly share: Decimal; readonly places: readonly number[] }, taxes: Decimal[]): Decimal {
  if (group.share.isZero()) {
    return zero;
  }
  return group.places.reduce((sum, place) => {
    const tax = lineAt(lines, place).exact.times(group.share);
    taxes[place] = tax;
    return sum.plus(tax);
  }, zero);
}
