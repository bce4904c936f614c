import { decimalOf, Decimal, parseDecimal } from '#money';
import type { Terms } from '../pricing';
import { refusal, type Refusal } from '../refusal';

/** As the schema of the event has it. */
const netDaysMax = 3650;

const isDays = (days: unknown): boolean => Number.isInteger(days) && Number(days) >= 0 && Number(days) <= netDaysMax;

/** Why payment terms cannot be kept: parts must be in order of their days, above zero, and sum to 100 percent. */
export function refuseTerms(terms: Terms): Refusal | undefined {
  const { instalments, netDays: days } = terms;
  if (!isDays(days)) {
    return refusal('invalid', 'TERMS.DAYS', `terms.netDays is no whole number from 0 to ${netDaysMax}. Send the days after issue.`, { field: 'terms.netDays' });
  }
  return refuseEarlyPayment(terms) ?? (instalments === undefined ? undefined : refuseInstalments(instalments));
}

function refuseInstalments(instalments: NonNullable<Terms['instalments']>): Refusal | undefined {
  for (const [index, { percent, netDays }] of instalments.entries()) {
    const field = `terms.instalments[${index}]`;
    if (!isDays(netDays)) {
      return refusal('invalid', 'TERMS.DAYS', `${field}.netDays is no whole number from 0 to ${netDaysMax}. Send the days after issue.`, { field: `${field}.netDays` });
    }
    const parsed = parseDecimal(percent, { maxDecimals: 6 });
    if (!parsed.ok || parsed.value.isZero()) {
      const why = parsed.ok ? 'is zero' : parsed.problem.message;
      return refusal('invalid', 'TERMS.PERCENT', `${field}.percent ${why}. Send a share above zero, such as "50".`, { field: `${field}.percent` });
    }
    if (netDays < (instalments[index - 1]?.netDays ?? 0)) {
      return refusal('invalid', 'TERMS.ORDER', `${field} is due before the one in front of it. Order instalments by netDays.`, { field: `${field}.netDays` });
    }
  }
  const total = instalments.reduce((sum, { percent }) => sum.plus(decimalOf(percent)), new Decimal(0));
  return total.eq(100)
    ? undefined
    : refusal('invalid', 'TERMS.SUM', `the instalments sum to ${total.toFixed()} percent. Together they must be 100.`, { field: 'terms.instalments', sum: total.toFixed() });
}

/** A discount for paying early is above zero, below the whole, and ends no later than the last part is due. */
function refuseEarlyPayment({ earlyPayment, instalments, netDays }: Terms): Refusal | undefined {
  if (earlyPayment === undefined) {
    return undefined;
  }
  const { percent, withinDays } = earlyPayment;
  const parsed = parseDecimal(percent, { maxDecimals: 6 });
  if (!parsed.ok || parsed.value.isZero() || parsed.value.gte(100)) {
    const why = parsed.ok ? `is ${percent}` : parsed.problem.message;
    return refusal('invalid', 'TERMS.EARLY_PERCENT', `terms.earlyPayment.percent ${why}. Send a discount above 0 and below 100, such as "2".`, { field: 'terms.earlyPayment.percent' });
  }
  const last = instalments?.at(-1)?.netDays ?? netDays;
  return isDays(withinDays) && withinDays <= last
    ? undefined
    : refusal('invalid', 'TERMS.EARLY_DAYS', `terms.earlyPayment.withinDays is no whole number from 0 to ${last}, when the document is due. Send fewer days.`, {
        field: 'terms.earlyPayment.withinDays',
      });
}
