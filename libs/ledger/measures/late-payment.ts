/** A settled invoice, in days since the epoch. */
export interface PaidInvoice {
  readonly customerId: string;
  readonly issueDay: number;
  readonly dueDay: number;
  readonly settledDay: number;
}

/** Lateness in days (settled − due; negative: early) with how much it counts. */
interface Weighted {
  readonly lateness: number;
  readonly weight: number;
}

/** What a prediction rests on; both chosen on the earlier part of a sample and left alone since. */
export interface LatePaymentSettings {
  /** An invoice settled this many invoices ago counts half as much as the last one. */
  readonly halfLife: number;
  /** How many invoices of its own outweigh what all customers of the entity do. */
  readonly priorWeight: number;
}

export const latePaymentSettings: LatePaymentSettings = { halfLife: 8, priorWeight: 1 };

/** The customer's invoices that count, newest first; older ones weigh next to nothing. */
export const ownInvoicesMax = 40;

const priorPoints = 9;

export interface LatePayment {
  /** 0 to 1. */
  readonly probabilityLate: number;
  /** Days after the due date; negative: before it. */
  readonly expectedLateness: number;
  /** Own settled invoices it rests on; 0: all customers of the entity alone. */
  readonly ownInvoices: number;
}

/** The entity's distribution of lateness in a few values, from sorted ones. */
export function latenessPrior(sorted: readonly number[]): number[] {
  return sorted.length === 0 ? [0] : Array.from({ length: priorPoints }, (_unused, index) => sorted[Math.floor(((2 * index + 1) * sorted.length) / (2 * priorPoints))] ?? 0);
}

/**
 * When an invoice will be paid, from what was known on the day of the prediction: the customer's own latenesses, the
 * newer the heavier, beside those of all customers of the entity. The expected lateness is the weighted median of those
 * that are still possible; the probability is their share after the due date.
 *
 * @param own latenesses of the customer's settled invoices, newest first.
 * @param prior as `latenessPrior` says.
 * @param sinceDue days from the due date to the day of the prediction; what would have been paid by then is no longer possible.
 */
export function predictLatePayment(own: readonly number[], prior: readonly number[], sinceDue: number, settings = latePaymentSettings): LatePayment {
  const counted = own.slice(0, ownInvoicesMax);
  const fading = 0.5 ** (1 / settings.halfLife);
  let weight = 1;
  const all: Weighted[] = prior.map((lateness) => ({ lateness, weight: settings.priorWeight / prior.length }));
  for (const lateness of counted) {
    all.push({ lateness, weight });
    weight *= fading;
  }
  const possible = all.filter(({ lateness }) => lateness >= sinceDue);
  if (possible.length === 0) {
    // Later than anything known: as much later again as it is late, at least a day, is a guess no worse than others.
    return { probabilityLate: 1, expectedLateness: sinceDue + Math.max(1, Math.ceil(sinceDue / 2)), ownInvoices: counted.length };
  }
  const total = possible.reduce((sum, each) => sum + each.weight, 0);
  const late = possible.filter(({ lateness }) => lateness > 0).reduce((sum, each) => sum + each.weight, 0);
  return { probabilityLate: sinceDue > 0 ? 1 : late / total, expectedLateness: weightedMedian(possible, total), ownInvoices: counted.length };
}

function weightedMedian(values: readonly Weighted[], total: number): number {
  let before = 0;
  const sorted = [...values].sort((left, right) => left.lateness - right.lateness);
  for (const { lateness, weight } of sorted) {
    before += weight;
    if (before >= total / 2) {
      return lateness;
    }
  }
  return sorted.at(-1)?.lateness ?? 0;
}
